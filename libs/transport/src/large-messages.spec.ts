import type { Duplex } from 'node:stream';
import type { MsgArg } from 'nats/lib/nats-base-client/parser.js';
import { Parser } from 'nats/lib/nats-base-client/parser.js';
import type { NatsConnection } from 'nats';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { connectNats } from './connection.js';
import { publishChunks } from './large-messages.js';
import { TestServer, until } from '@lockstep/native/testing';

const SIZE_BYTES = 512 * 1024;
const PIECE_BYTES = 64 * 1024;

let server: TestServer;
let speaker: NatsConnection;
let listener: NatsConnection;
beforeAll(async () => {
  server = await TestServer.start();
  speaker = await connectNats({ url: server.url, name: 'speaker' });
  listener = await connectNats({ url: server.url, name: 'listener' });
});
afterAll(async () => {
  await Promise.all([speaker.close(), listener.close()]);
  await server.end();
});

function bytes(length: number, first: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => first + 7 * index);
}

async function hearing(subject: string): Promise<Buffer[]> {
  const received: Buffer[] = [];
  listener.subscribe(subject, { callback: (_, msg) => received.push(Buffer.from(msg.data)) });
  await listener.flush();
  return received;
}

describe('chunks', () => {
  it('arrive as one message, in the order in which they were published, and are ours again at once', async () => {
    const received = await hearing('order');
    const messages = [[bytes(5, 1)], [bytes(9, 2), bytes(SIZE_BYTES, 3)], [bytes(7, 4)], [bytes(PIECE_BYTES, 5)]];
    const expected = messages.map((chunks) => Buffer.concat(chunks));
    const before = speaker.stats();
    speaker.publish('order', bytes(3, 0));
    for (const chunks of messages) {
      publishChunks(speaker, 'order', chunks);
      // What is small waits for the end of the turn in its own memory, as with the client's publish.
      if (chunks.length > 1) chunks.forEach((chunk) => chunk.fill(0));
    }
    expect(speaker.stats().outMsgs - before.outMsgs).toBe(5);
    expect(speaker.stats().outBytes - before.outBytes).toBe(Buffer.concat(expected).length + 3);
    await until(() => received.length === 5);
    expect(received[0]).toEqual(Buffer.from(bytes(3, 0)));
    expect(received.slice(1).map((message, index) => message.equals(expected[index]!))).toEqual(Array(4).fill(true));
  });

  it('of one turn go in one write', async () => {
    const received = await hearing('turn');
    await speaker.flush();
    const { socket } = (speaker as unknown as { protocol: { transport: { socket: Duplex } } }).protocol.transport;
    const writes = vi.spyOn(socket, '_writev');
    for (let part = 0; part < 3; part++) publishChunks(speaker, 'turn', [bytes(SIZE_BYTES, part)]);
    await until(() => received.length === 3);
    expect(writes.mock.calls.map(([chunks]) => (chunks as unknown[]).length)).toEqual([3]);
  });

  it('of a closed connection, and too many for the server, are refused as the client does', async () => {
    const closed = await connectNats({ url: server.url, name: 'closed' });
    await closed.close();
    expect(() => publishChunks(closed, 'x', [bytes(SIZE_BYTES, 0)])).toThrow(/CONNECTION_CLOSED/);
    expect(() => publishChunks(speaker, 'x', [bytes(SIZE_BYTES, 0), bytes(SIZE_BYTES + 1, 0)])).toThrow(/MAX_PAYLOAD/);
  });

  it('are published the public way by a client whose insides are others', () => {
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

describe('a message that comes in pieces', () => {
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

  it('has its memory from the first piece on', () => {
    const { capacities, data } = parsed(SIZE_BYTES, bytes(SIZE_BYTES, 3));
    expect(new Set(capacities).size).toBe(1);
    expect(capacities[0]).toBeLessThan(SIZE_BYTES + 3 * PIECE_BYTES);
    expect(Buffer.from(data[0]!).equals(bytes(SIZE_BYTES, 3))).toBe(true);
  });

  it('of which a server only says that it is huge, has no more than what has come', () => {
    const { capacities } = parsed(2 ** 31, bytes(2 * PIECE_BYTES, 3));
    expect(Math.max(...capacities)).toBeLessThan(4 * PIECE_BYTES);
  });
});
