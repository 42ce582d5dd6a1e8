import {
  encodeWorkerMessage,
  partCount,
  partOf,
  RunSubjects,
  VectorAssembler,
  workerKey,
  type CoordinatorMessage,
  type WorkerId,
  type WorkerMessage,
} from '@lockstep/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import { CoordinatorChannel, WorkerChannel } from './channels.js';
import { partSizeFor } from './part-size.js';
import { until } from '@lockstep/native/testing';
import { useServer } from './testing/server.js';

const ALICE: WorkerId = { pool: 'pool', member: 'alice' };
const BOB: WorkerId = { pool: 'pool', member: 'bob' };
const LEAVE: WorkerMessage = { incarnation: 1, leaderEpoch: 1, body: { kind: 'leave', reason: 'the end' } };
/** A vector of this size exceeds the default limit of a NATS message. */
const PARAMETER_COUNT = 309_057;

const nats = useServer(3);
let run: string;
let coordinator: CoordinatorChannel;
let count = 0;
beforeEach(() => {
  run = `run-${count++}`;
  coordinator = new CoordinatorChannel(nats.connections[0]!, run);
});

interface Received {
  messages: CoordinatorMessage[];
  malformed: string[];
}

async function worker(index: 1 | 2, id: WorkerId): Promise<{ channel: WorkerChannel } & Received> {
  const channel = new WorkerChannel(nats.connections[index]!, run, id);
  const received: Received = { messages: [], malformed: [] };
  channel.listen({
    onMessage: (message) => received.messages.push(message),
    onMalformed: (reason) => received.malformed.push(reason),
  });
  await nats.connections[index]!.flush();
  return { channel, ...received };
}

async function listening(): Promise<{ messages: { from: WorkerId; message: WorkerMessage }[]; malformed: string[] }> {
  const messages: { from: WorkerId; message: WorkerMessage }[] = [];
  const malformed: string[] = [];
  coordinator.listen({
    onMessage: (from, message) => messages.push({ from, message }),
    onMalformed: (from, reason) => malformed.push(`${workerKey(from)}: ${reason}`),
  });
  await nats.connections[0]!.flush();
  return { messages, malformed };
}

describe('messages', () => {
  it('reach only their recipients', async () => {
    const [alice, bob] = [await worker(1, ALICE), await worker(2, BOB)];
    const stranger = { leaderEpoch: 1, version: 2, toIncarnation: 0, body: { kind: 'welcome' as const } };
    new CoordinatorChannel(nats.connections[0]!, `${run}x`).broadcast(stranger);
    const toBob = { leaderEpoch: 3, version: 4, toIncarnation: 0, body: { kind: 'welcome' as const } };
    coordinator.send(BOB, toBob);
    coordinator.hintCheckpoint({
      leaderEpoch: 3,
      version: 4,
      toIncarnation: 0,
      body: { kind: 'checkpoint', name: 'step-1', last: false },
    });
    const toAll = { leaderEpoch: 3, version: 4, toIncarnation: 0, body: { kind: 'ended' as const, reason: 'done' } };
    coordinator.broadcast(toAll);
    await until(() => alice.messages.length > 0 && bob.messages.length > 1);
    expect(alice.messages).toEqual([toAll]);
    expect(bob.messages).toEqual([toBob, toAll]);
    expect([...alice.malformed, ...bob.malformed]).toEqual([]);
  });

  it('arrive with their sender', async () => {
    const { messages } = await listening();
    (await worker(1, ALICE)).channel.send(LEAVE);
    await nats.connections[1]!.flush();
    (await worker(2, BOB)).channel.send({ ...LEAVE, incarnation: 2 });
    await until(() => messages.length === 2);
    expect(messages).toEqual([
      { from: ALICE, message: LEAVE },
      { from: BOB, message: { ...LEAVE, incarnation: 2 } },
    ]);
  });
});

describe('malformed messages', () => {
  it('on the subject of a worker are reported to the coordinator with the sender', async () => {
    const { messages, malformed } = await listening();
    const subject = new RunSubjects(run).from(ALICE);
    for (const garbage of [Uint8Array.of(0xff), new Uint8Array(), Buffer.from('{"hello":1}')]) {
      nats.connections[1]!.publish(subject, garbage);
    }
    nats.connections[1]!.publish(subject, encodeWorkerMessage(LEAVE));
    await until(() => messages.length === 1);
    expect(malformed).toHaveLength(3);
    for (const each of malformed) expect(each).toMatch(/^pool\.alice: malformed message: worker message /);
  });

  it('on a subject without a valid worker are ignored', async () => {
    const { messages, malformed } = await listening();
    for (const tail of ['*.alice', 'pool.*', 'pool.>', 'pool.ä', `pool.${'x'.repeat(65)}`, 'pool', 'pool.alice.more']) {
      nats.connections[1]!.publish(`lockstep.${run}.worker.${tail}`, encodeWorkerMessage(LEAVE));
    }
    nats.connections[1]!.publish(new RunSubjects(run).from(BOB), encodeWorkerMessage(LEAVE));
    await until(() => messages.length === 1);
    expect(messages).toEqual([{ from: BOB, message: LEAVE }]);
    expect(malformed).toEqual([]);
  });

  it('from a coordinator are reported to the worker, which continues to receive', async () => {
    const alice = await worker(1, ALICE);
    const subjects = new RunSubjects(run);
    for (const subject of [subjects.toAll, subjects.to(ALICE)])
      nats.connections[2]!.publish(subject, Uint8Array.of(0xff, 0x00));
    await nats.connections[2]!.flush();
    coordinator.broadcast({ leaderEpoch: 1, version: 0, toIncarnation: 0, body: { kind: 'heartbeat' } });
    await until(() => alice.messages.length === 1);
    expect(alice.malformed).toHaveLength(2);
    for (const reason of alice.malformed) expect(reason).toContain('coordinator message');
  });
});

describe('the vectors of a step', () => {
  const bits = Uint32Array.from({ length: PARAMETER_COUNT }, (_, i) => Math.imul(i + 1, 0x9e37_79b1) >>> 0);
  const vector = new Float32Array(bits.buffer);

  function sameBits(received: Float32Array): boolean {
    const bytes = (each: Float32Array) => new Uint8Array(each.buffer, each.byteOffset, each.byteLength);
    return Buffer.compare(bytes(received), bytes(vector)) === 0;
  }

  function partSize(): number {
    const maxPayloadBytes = nats.connections[0]!.info!.max_payload;
    expect(maxPayloadBytes).toBe(1024 * 1024);
    expect(vector.byteLength).toBe(1_236_228);
    expect(() => nats.connections[0]!.publish('too.large', new Uint8Array(vector.buffer))).toThrow(/MAX_PAYLOAD/);
    return partSizeFor(maxPayloadBytes);
  }

  it('reach all workers through a default server with the same bits', async () => {
    const partSizeBytes = partSize();
    const workers = [await worker(1, ALICE), await worker(2, BOB)];
    const parts = partCount(vector.byteLength, partSizeBytes);
    for (let part = 0; part < parts; part++) {
      const body = { kind: 'weightsPart' as const, part, data: partOf(vector, partSizeBytes, part) };
      coordinator.broadcast({ leaderEpoch: 1, version: 7, toIncarnation: 0, body });
    }
    for (const { messages } of workers) {
      await until(() => messages.length === parts);
      const assembler = new VectorAssembler(PARAMETER_COUNT, partSizeBytes);
      for (const { body } of messages) if (body.kind === 'weightsPart') assembler.add(body.part, body.data);
      expect(sameBits(assembler.take())).toBe(true);
    }
  });

  it('reach the coordinator through a default server with the same bits', async () => {
    const partSizeBytes = partSize();
    const { messages } = await listening();
    const { channel } = await worker(1, ALICE);
    const parts = partCount(vector.byteLength, partSizeBytes);
    const node = { version: 3, leaseId: 1, level: 2, index: 0, samples: 128, lossSum: 3.5, computeMs: 80, waitMs: 1 };
    for (let part = parts - 1; part >= 0; part--) {
      channel.send({
        incarnation: 1,
        leaderEpoch: 1,
        body: { kind: 'gradientPart', ...node, part, data: partOf(vector, partSizeBytes, part) },
      });
    }
    await until(() => messages.length === parts);
    const assembler = new VectorAssembler(PARAMETER_COUNT, partSizeBytes);
    for (const { message } of messages) {
      if (message.body.kind === 'gradientPart') assembler.add(message.body.part, message.body.data);
    }
    expect(sameBits(assembler.take())).toBe(true);
  });
});
