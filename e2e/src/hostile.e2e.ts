/** Hostile and faulty members on a server without permissions: the coordinator refuses each, and the run ends as undisturbed. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  DISCOVER_ANY,
  PROTOCOL_VERSION,
  RunSubjects,
  type Lease,
  type RefusalCode,
  type RunInfo,
} from '@lockstep/protocol';
import { discoverRun } from '@lockstep/transport';
import { connect, type NatsConnection } from 'nats';
import { ExternalRun } from './harness/external-run.js';
import { FakeWorker } from './harness/fake-worker.js';
import { garbage } from './harness/garbage.js';
import type { Program } from './harness/processes.js';
import { start, succeeds } from './harness/programs.js';
import { Workspace } from './harness/workspace.js';

const workspace = new Workspace();
const LARGE_BYTES = 900 * 1024;
/** As many numbers as fit into one message. */
const MANY_PARTS = 300_000;

let run: ExternalRun;
let client: NatsConnection;
let info: RunInfo;
let incarnation = 1;

function fake(member: string): FakeWorker {
  return new FakeWorker(client, info, run.reference.summary.fingerprint, { pool: 'default', member }, incarnation++);
}

/** A message with one part of the first node of a lease. */
function withPart(part: number, otherwise: Parameters<FakeWorker['part']>[2] = {}) {
  const data = part === 0 ? {} : { data: new Uint8Array(4) };
  return (worker: FakeWorker, lease: Lease) =>
    worker.part(lease, part, { ...data, ...worker.nodes(lease)[0], ...otherwise });
}

beforeAll(async () => {
  run = await ExternalRun.onServer(workspace);
  client = await connect({ servers: `127.0.0.1:${run.port}` });
  run.coordinate();
  info = await discoverRun(client, undefined, 60_000, () => undefined);
});

afterAll(async () => {
  await client.close();
  await run.stop();
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
    ['a hash that is not a SHA-256', { schemaHash: 'none' }, 'MALFORMED', /join\.schema_hash is not a SHA-256/],
  ])('%s', async (_, otherwise, code, reason) => {
    const worker = fake('stranger');
    worker.join(otherwise);
    const refusal = await worker.gets('refusal');
    expect(refusal.code).toBe(code);
    expect(refusal.reason).toMatch(reason);
  });

  test('a worker that sends heartbeats without having joined', async () => {
    const worker = fake('unknown');
    worker.send({ kind: 'heartbeat', version: 0, leaseId: 0, computed: true, msPerShard: 0 });
    expect((await worker.gets('refusal')).code).toBe('UNKNOWN_WORKER');
  });

  test('a worker with another fingerprint than a member, and a second process with its id', async () => {
    const [first, second] = [fake('twin'), fake('twin')];
    first.join();
    const lease = await first.gets('lease');
    second.join();
    const refusal = await second.gets('refusal');
    expect(refusal.code).toBe('DUPLICATE_ID');
    expect(refusal.reason).toContain('default.twin');
    // Both processes receive the leases of their common id.
    second.part(lease, 0);
    expect((await second.gets('refusal')).code).toBe('UNKNOWN_WORKER');
    second.send({ kind: 'leave', reason: 'forged' });
    const other = fake('other');
    other.join({ fingerprint: 'f'.repeat(64) });
    expect((await other.gets('refusal')).code).toBe('FINGERPRINT');
    first.part({ ...lease, leaseId: lease.leaseId + 1000 }, 0);
    await first.getsRefusal('NO_LEASE');
    first.send({ kind: 'leave', reason: 'done' });
  });
});

describe('what a member may not send', () => {
  test('parts for leases and nodes that it does not hold, and garbage', async () => {
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
    // The worker is still a member.
    worker.part(lease, 0, { samples: 31 });
    const refusal = await worker.gets('refusal');
    expect(refusal).toMatchObject({
      code: 'WRONG_SHAPE',
      reason: 'your partial counts 31 samples, its shards hold 32',
    });
    // After this the worker is no member, and the same process may not join again.
    worker.join();
    expect((await worker.gets('refusal')).code).toBe('WRONG_SHAPE');
  });

  test.each<[string, RefusalCode, (worker: FakeWorker, lease: Lease) => void]>([
    ['a part of the wrong size', 'WRONG_SHAPE', withPart(0, { data: new Uint8Array(1000) })],
    ['a part that is larger than any part', 'WRONG_SHAPE', withPart(0, { data: new Uint8Array(LARGE_BYTES) })],
    ['a part after the last one', 'WRONG_SHAPE', withPart(2)],
    ['the last of 268,435,457 parts', 'WRONG_SHAPE', withPart(2 ** 28)],
    ['the last of 4,294,967,296 parts', 'MALFORMED', withPart(2 ** 32 - 1)],
    ['a gradient sum of a billion samples', 'WRONG_SHAPE', withPart(0, { samples: 1_000_000_000 })],
    ['a node above a million shards', 'NO_LEASE', withPart(0, { level: 20, index: 65_536 })],
    [
      'a list of more parts than there are',
      'MALFORMED',
      (worker) => worker.send({ kind: 'weightsRequest', version: 0, parts: [...Array(MANY_PARTS).keys()] }),
    ],
  ])('%s', async (what, code, send) => {
    const worker = fake(what.replaceAll(/[ ,]/g, '-'));
    worker.join();
    send(worker, await worker.gets('lease'));
    expect((await worker.gets('refusal')).code).toBe(code);
    worker.send({ kind: 'leave', reason: 'done' });
  });

  // Only one worker sends NaN. If two report it for the same shards, the coordinator concludes that training has diverged.
  test('gradients with NaN', async () => {
    const worker = fake('not-finite');
    worker.join();
    const lease = await worker.gets('lease');
    // The only member of a run gets a second try. With another member, it is refused at once.
    const other = fake('witness');
    other.join();
    await other.gets('welcome');
    worker.gradientSum(lease, NaN);
    const refusal = await worker.gets('refusal');
    expect(refusal.code).toBe('NOT_FINITE');
    expect(refusal.reason).toMatch(/holds a NaN or an infinity/);
    expect(await other.gets('lease')).toMatchObject({ firstShard: 0, shardCount: 4 });
    other.send({ kind: 'leave', reason: 'done' });
  });
});

describe('garbage on every subject while workers train', () => {
  let workers: Program[];
  let sampler: Program;

  test('the run ends as undisturbed', async () => {
    sampler = start('sampler', ['--json', `--out=${workspace.path('figures')}`], { env: run.env });
    workers = ['a', 'b'].map((id) => run.worker(id));
    await Promise.all(workers.map((worker) => worker.said(/joined the run/)));
    const storm = new AbortController();
    const thrown = throwGarbage(storm.signal);
    await run.coordinator.step(3);
    const twin = fake('a');
    twin.join();
    // Passes over the refusals of garbage that was sent with this id.
    await twin.getsRefusal('DUPLICATE_ID');
    await run.endsAsUndisturbed().finally(() => storm.abort());
    expect(await thrown).toBeGreaterThan(100);
  });

  test('the workers log the messages that they drop, and succeed', async () => {
    await succeeds(...workers);
    for (const worker of workers) {
      expect(worker.has(/dropped a message from the coordinator: malformed message/)).toBe(true);
    }
  });

  test('the sampler draws the last figure', async () => {
    await sampler.said(/drew 1 figures of step 32/);
    sampler.signal('SIGTERM');
    await succeeds(sampler);
  });

  async function throwGarbage(signal: AbortSignal): Promise<number> {
    const subjects = new RunSubjects(info.run);
    const ids = ['a', 'b', 'nobody'].map((member) => ({ pool: 'default', member }));
    const all = [
      ...[DISCOVER_ANY, subjects.discover, subjects.toAll, subjects.checkpoint, subjects.draw, subjects.drawn],
      ...ids.flatMap((id) => [subjects.to(id), subjects.from(id)]),
      // The coordinator receives it, although no worker can have this subject.
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
