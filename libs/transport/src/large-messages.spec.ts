import type { Duplex } from 'node:stream';
import type { MsgArg } from 'nats/lib/nats-base-client/parser.js';
import { Parser } from 'nats/lib/nats-base-client/parser.js';
import type { NatsConnection } from 'nats';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { connectNats } from './connection.js';
import { publishChunks } from './large-messages.js';
import { until } from '@lockstep/native/testing';
import { useServer } from './testing/server.js';

const SIZE_BYTES = 512 * 1024;
const PIECE_BYTES = 64 * 1024;

const nats = useServer(2);
let publisher: NatsConnection;
let subscriber: NatsConnection;
beforeAll(() => {
  [publisher, subscriber] = nats.connections as [NatsConnection, NatsConnection];
});

function bytes(length: number, first: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => first + 7 * index);
}

async function receivedOn(subject: string): Promise<Buffer[]> {
  const received: Buffer[] = [];
  subscriber.subscribe(subject, { callback: (_, msg) => received.push(Buffer.from(msg.data)) });
  await subscriber.flush();
  return received;
}

describe('chunks', () => {
  it('arrive as one message in the order of publishing, and can be changed after publishing', async () => {
    const received = await receivedOn('order');
    const messages = [[bytes(5, 1)], [bytes(9, 2), bytes(SIZE_BYTES, 3)], [bytes(7, 4)], [bytes(PIECE_BYTES, 5)]];
    const expected = messages.map((chunks) => Buffer.concat(chunks));
    const before = publisher.stats();
    publisher.publish('order', bytes(3, 0));
    for (const chunks of messages) {
      publishChunks(publisher, 'order', chunks);
      // The client does not copy a single small chunk before the end of the turn.
      if (chunks.length > 1) chunks.forEach((chunk) => chunk.fill(0));
    }
    expect(publisher.stats().outMsgs - before.outMsgs).toBe(5);
    expect(publisher.stats().outBytes - before.outBytes).toBe(Buffer.concat(expected).length + 3);
    await until(() => received.length === 5);
    expect(received[0]).toEqual(Buffer.from(bytes(3, 0)));
    expect(received.slice(1).map((message, index) => message.equals(expected[index]!))).toEqual(Array(4).fill(true));
  });

  it('of one turn are sent in one write', async () => {
    const received = await receivedOn('turn');
    await publisher.flush();
    const { socket } = (publisher as unknown as { protocol: { transport: { socket: Duplex } } }).protocol.transport;
    const writes = vi.spyOn(socket, '_writev');
    for (let part = 0; part < 3; part++) publishChunks(publisher, 'turn', [bytes(SIZE_BYTES, part)]);
    await until(() => received.length === 3);
    expect(writes.mock.calls.map(([chunks]) => (chunks as unknown[]).length)).toEqual([3]);
  });

  it("cause the client's own errors on a closed connection and above the server's limit", async () => {
    const closed = await connectNats({ url: nats.server.url, name: 'closed' });
    await closed.close();
    expect(() => publishChunks(closed, 'x', [bytes(SIZE_BYTES, 0)])).toThrow(/CONNECTION_CLOSED/);
    expect(() => publishChunks(publisher, 'x', [bytes(SIZE_BYTES, 0), bytes(SIZE_BYTES + 1, 0)])).toThrow(
      /MAX_PAYLOAD/,
    );
  });

  it('are published by the public method if the private methods do not exist', () => {
    const published: [string, Uint8Array][] = [];
    const other = {
      info: { max_payload: 2 * SIZE_BYTES },
      protocol: { flushPending: () => undefined },
      isClosed: () => false,
      isDraining: () => false,
      publish: (subject: string, data: Uint8Array) => published.push([subject, data]),
    } as unknown as NatsConnection;
    publishChunks(other, 'x', [bytes(SIZE_BYTES, 1), bytes(2, 2)]);
    expect(published).toEqual([['x', Buffer.concat([bytes(SIZE_BYTES, 1), bytes(2, 2)])]]);
  });
});

describe('the buffer of a message that arrives in pieces', () => {
  function parsed(announcedBytes: number, message: Uint8Array): { capacities: number[]; data: Uint8Array[] } {
    const data: Uint8Array[] = [];
    const parser = new Parser({ push: (event: { msg?: MsgArg; data?: Uint8Array }) => void data.push(event.data!) });
    const stream = Buffer.concat([Buffer.from(`MSG x 1 ${announcedBytes}\r\n`), message, Buffer.from('\r\n')]);
    const capacities: number[] = [];
    for (let start = 0; start < stream.length; start += PIECE_BYTES) {
      parser.parse(stream.subarray(start, start + PIECE_BYTES));
      if (parser.msgBuf) capacities.push(parser.msgBuf.capacity);
    }
    return { capacities, data };
  }

  it('is allocated once, at the first piece', () => {
    const { capacities, data } = parsed(SIZE_BYTES, bytes(SIZE_BYTES, 3));
    expect(new Set(capacities).size).toBe(1);
    expect(capacities[0]).toBeLessThan(SIZE_BYTES + 3 * PIECE_BYTES);
    expect(Buffer.from(data[0]!).equals(bytes(SIZE_BYTES, 3))).toBe(true);
  });

  it('grows with the received data if the announced size is huge', () => {
    const { capacities } = parsed(2 ** 31, bytes(2 * PIECE_BYTES, 3));
    expect(Math.max(...capacities)).toBeLessThan(4 * PIECE_BYTES);
  });
});
