/** Hostile and broken members on a server that lets everybody publish everything: each is refused, and the bits stay the same. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { DISCOVER_ANY, PROTOCOL_VERSION, RunSubjects, type RunInfo } from '@lockstep/protocol';
import { discoverRun } from '@lockstep/transport';
import { connect, type NatsConnection } from 'nats';
import { FakeWorker } from './harness/fake-worker.js';
import { garbage } from './harness/garbage.js';
import type { Program } from './harness/processes.js';
import { Coordinator, freePort, start, startNats } from './harness/programs.js';
import { summaryOf } from './harness/run-folder.js';
import { Workspace } from './harness/workspace.js';

const workspace = new Workspace();
const reference = inject('reference');
const out = workspace.path('run');

let nats: Program;
let client: NatsConnection;
let env: Record<string, string>;
let coordinator: Coordinator;
let info: RunInfo;
let incarnation = 1;

function fake(member: string): FakeWorker {
  return new FakeWorker(client, info, reference.fingerprint, { pool: 'default', member }, incarnation++);
}

beforeAll(async () => {
  const port = await freePort();
  env = { LOCKSTEP_NATS_URL: `nats://127.0.0.1:${port}` };
  nats = await startNats(workspace.path('jetstream'), port);
  client = await connect({ servers: `127.0.0.1:${port}` });
  coordinator = new Coordinator(workspace.args(out), { env });
  info = await discoverRun(client, undefined, 60_000, () => undefined);
});

afterAll(async () => {
  await client.close();
  nats.signal('SIGTERM');
  await nats.ended();
});

describe('who may not join', () => {
  test.each([
    [
      'another protocol version',
      { protocolVersion: 99 },
      'PROTOCOL_VERSION',
      new RegExp(`speaks protocol version ${PROTOCOL_VERSION}, you speak 99`),
    ],
    ['another schema', { schemaHash: '0'.repeat(64) }, 'SCHEMA', /your model's parameters \(000000000000…\)/],
    [
      'another number of threads',
      { threads: 7 },
      'FINGERPRINT',
      /with 1 TensorFlow thread\(s\) per worker, you with 7/,
    ],
    ['a hash that is none', { schemaHash: 'none' }, 'MALFORMED', /join\.schema_hash is not a SHA-256/],
  ])('%s', async (_, otherwise, code, reason) => {
    const worker = fake('stranger');
    worker.join(otherwise);
    const refusal = await worker.gets('refusal');
    expect(refusal.code).toBe(code);
    expect(refusal.reason).toMatch(reason);
  });

  test('a worker that never joined is told to', async () => {
    const worker = fake('unknown');
    worker.send({ kind: 'heartbeat', version: 0, leaseId: 0, computed: true, msPerShard: 0 });
    expect((await worker.gets('refusal')).code).toBe('UNKNOWN_WORKER');
  });

  test('a second process with an id that is at work, and one whose gradients have other bits', async () => {
    const first = fake('twin');
    first.join();
    await first.gets('welcome');
    const second = fake('twin');
    second.join();
    const refusal = await second.gets('refusal');
    expect(refusal.code).toBe('DUPLICATE_ID');
    expect(refusal.reason).toContain('default.twin');
    const other = fake('other');
    other.join({ fingerprint: 'f'.repeat(64) });
    expect((await other.gets('refusal')).code).toBe('FINGERPRINT');
    first.send({ kind: 'leave', reason: 'done' });
  });
});

describe('what a member may not send', () => {
  test('parts for leases and nodes that it does not hold', async () => {
    const worker = fake('greedy');
    worker.join();
    const lease = await worker.gets('lease');
    worker.part({ ...lease, leaseId: lease.leaseId + 1000 }, 0);
    expect((await worker.gets('refusal')).code).toBe('NO_LEASE');
    worker.part(lease, 0, { level: 7 });
    expect((await worker.gets('refusal')).code).toBe('NO_LEASE');
    worker.part(lease, 0, { level: 33 });
    expect((await worker.gets('refusal')).code).toBe('MALFORMED');
    for (const bytes of garbage()) {
      worker.raw(bytes);
      expect((await worker.gets('refusal')).code).toBe('MALFORMED');
    }
    // It is a member still: none of this was worth more than a refusal.
    worker.part(lease, 0, { samples: 31 });
    const refusal = await worker.gets('refusal');
    expect(refusal).toMatchObject({
      code: 'WRONG_SHAPE',
      reason: 'your partial counts 31 samples, its shards hold 32',
    });
    // Now it is not: the same process may not come back.
    worker.join();
    expect((await worker.gets('refusal')).code).toBe('WRONG_SHAPE');
  });

  test.each<[string, number, number]>([
    ['a part of the wrong size', 0, 1000],
    ['a part that there is not', 3, 0],
  ])('%s', async (what, part, bytes) => {
    const worker = fake(what.replaceAll(' ', '-'));
    worker.join();
    worker.part(await worker.gets('lease'), part, { data: new Uint8Array(bytes) });
    expect((await worker.gets('refusal')).code).toBe('WRONG_SHAPE');
  });

  // Only one such worker: what two of them say of the same shards is taken for the truth, that training has diverged.
  test('gradients with NaN', async () => {
    const worker = fake('not-finite');
    worker.join();
    const lease = await worker.gets('lease');
    // The only member of a run gets a second try; with another one there, it is sent away at once.
    const other = fake('witness');
    other.join();
    await other.gets('welcome');
    worker.gradientSum(lease, NaN);
    const refusal = await worker.gets('refusal');
    expect(refusal.code).toBe('NOT_FINITE');
    expect(refusal.reason).toMatch(/holds a NaN or an infinity/);
    // Its shards go to the other one, which leaves them to the next.
    expect(await other.gets('lease')).toMatchObject({ firstShard: 0, shardCount: 4 });
    other.send({ kind: 'leave', reason: 'done' });
  });
});

describe('garbage on every subject, while real workers train', () => {
  let workers: Program[];
  let sampler: Program;

  test('the run ends at the bits of an undisturbed one', async () => {
    sampler = start('sampler', ['--json', `--out=${workspace.path('figures')}`], { env });
    workers = ['a', 'b'].map((id) => start('worker', ['--json', `--id=${id}`], { env }));
    await Promise.all(workers.map((worker) => worker.said(/joined the run/)));
    const storm = new AbortController();
    const thrown = throwGarbage(storm.signal);
    await coordinator.step(3);
    const twin = fake('a');
    twin.join();
    // The garbage that comes under its name is refused as well.
    await twin.getsRefusal('DUPLICATE_ID');
    const exit = await coordinator.program.ended();
    storm.abort();
    expect(await thrown).toBeGreaterThan(100);
    expect(exit, coordinator.program.output).toEqual({ code: 0, signal: null });
    expect(summaryOf(out).weights_sha256).toBe(reference.weights_sha256);
    expect(summaryOf(out).test_loss).toBe(reference.test_loss);
  });

  test('the workers said what they dropped, and ended well', async () => {
    for (const worker of workers) {
      expect(await worker.ended(), worker.output).toEqual({ code: 0, signal: null });
      expect(worker.has(/dropped a message of the coordinator: malformed message/)).toBe(true);
    }
  });

  test('the sampler lives and has drawn the last figures', async () => {
    await sampler.said(/drew 6 figures of step 32/);
    sampler.signal('SIGTERM');
    expect(await sampler.ended(), sampler.output).toEqual({ code: 0, signal: null });
  });

  async function throwGarbage(signal: AbortSignal): Promise<number> {
    const subjects = new RunSubjects(info.run);
    const ids = ['a', 'b', 'nobody'].map((member) => ({ pool: 'default', member }));
    const all = [
      ...[DISCOVER_ANY, subjects.discover, subjects.toAll, subjects.checkpoint, subjects.draw, subjects.drawn],
      ...ids.flatMap((id) => [subjects.to(id), subjects.from(id)]),
      // No worker's subject, though the coordinator listens on it.
      `lockstep.${info.run}.worker.default.ü`,
    ];
    let thrown = 0;
    const messages = garbage();
    while (!signal.aborted) {
      for (const bytes of messages) {
        for (const subject of all) client.publish(subject, bytes, { reply: 'nowhere' });
        thrown += all.length;
        await sleep(20);
      }
    }
    return thrown;
  }
});
