/** Tests every credential on a real server: necessary operations work, and all others are refused. */
import { setTimeout } from 'node:timers/promises';
import { MetricsWriter, ObjectBucket, readMetrics, StateBucket } from '@lockstep/transport';
import { RunSubjects, type MetricsRecord } from '@lockstep/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allowedToHear, heardDuring, letThrough, readCalls, SETTLE_MS, STREAMS, subjects } from './testing/rights.js';
import { until } from '@lockstep/native/testing';
import { SecuredCluster, type Connection } from './testing/secured-cluster.js';

const RUN_ANY = ['lockstep.discover', subjects.discover];
const ANY_STREAM = ['$JS.API.INFO', '$JS.API.STREAM.NAMES'];
const BYTES = Uint8Array.from({ length: 300_000 }, (_, i) => (Math.imul(i, 0x9e37_79b1) >>> 11) & 0xff);
const STEP_RECORD: MetricsRecord = {
  leaderEpoch: 1,
  body: { kind: 'step', step: 1, epoch: 1, loss: 0.5, samples: 8, samplesPerSecond: 100 },
};

let cluster: SecuredCluster;
let coordinator: Connection;
let state: StateBucket;
let sha256: string;
beforeAll(async () => {
  cluster = await SecuredCluster.start();
  coordinator = await cluster.connect('coordinator');
  sha256 = await (await ObjectBucket.open(coordinator, RunSubjects.dataBucket)).putByHash(BYTES);
  await (await ObjectBucket.open(coordinator, subjects.checkpointBucket)).put('step-1/weights', BYTES);
  state = await StateBucket.open(coordinator, subjects.stateBucket);
  await state.compareAndSet('latest', 'step-1', 0);
  const metrics = await MetricsWriter.open(coordinator, subjects.run, (message) => expect.fail(message));
  metrics.publish(STEP_RECORD);
});
afterAll(() => cluster.end());

const worker = (pool: string) => ({ pool, member: 'w' });

describe('the server lets through', () => {
  it.each<[string, string[]]>([
    ['worker-a', [subjects.from(worker('a')), ...RUN_ANY, ...ANY_STREAM, ...readCalls(STREAMS.data)]],
    ['worker-b', [subjects.from(worker('b')), ...RUN_ANY, ...ANY_STREAM, ...readCalls(STREAMS.data)]],
    ['sampler', [subjects.drawn, ...RUN_ANY, ...ANY_STREAM, ...Object.values(STREAMS).flatMap(readCalls)]],
    ['client', [subjects.draw, '$SRV.PING']],
    ['operator', [subjects.status, subjects.stop, 'lockstep.status']],
  ])('only the necessary subjects that a %s publishes to', async (name, allowed) => {
    expect((await letThrough(cluster, name)).toSorted()).toEqual(allowed.toSorted());
    expect((await state.read('latest'))?.value).toBe('step-1');
  });

  it.each<[string, string[]]>([
    ['worker-a', [subjects.toAll, subjects.to(worker('a')), '_INBOX_worker_a.>']],
    ['worker-b', [subjects.toAll, subjects.to(worker('b')), '_INBOX_worker_b.>']],
    ['sampler', [subjects.toAll, subjects.checkpoint, subjects.draw, '$SRV.>', '_INBOX_sampler.>']],
    ['client', ['_INBOX_client.>']],
    ['operator', ['_INBOX_operator.>']],
  ])('only the necessary subscriptions of a %s', async (name, allowed) => {
    expect((await allowedToHear(cluster, name)).toSorted()).toEqual(allowed.toSorted());
  });
});

describe('a reply', () => {
  const TARGETS = [
    `$KV.${subjects.stateBucket}.latest`,
    `$O.${subjects.checkpointBucket}.M.x`,
    `$O.${RunSubjects.dataBucket}.M.x`,
    subjects.toAll,
    subjects.to(worker('b')),
    subjects.from(worker('b')),
  ];

  it.each<[string, string[]]>([
    ['worker-a', ['$JS.API.INFO', `$JS.API.STREAM.INFO.${STREAMS.data}`, 'lockstep.discover']],
    ['sampler', ['$JS.API.INFO', `$JS.API.STREAM.INFO.${STREAMS.state}`, 'lockstep.discover']],
    ['operator', ['lockstep.status', subjects.status]],
  ])('cannot write to a stream for a %s', async (name, questions) => {
    const answering = ['lockstep.discover', 'lockstep.status', subjects.status].map((subject) =>
      coordinator.subscribe(subject, { callback: (_error, msg) => void msg.respond('an answer') }),
    );
    await coordinator.flush();
    const asking = await cluster.connect(name);
    const received = await heardDuring(coordinator, async () => {
      for (const question of questions) {
        for (const reply of TARGETS) asking.publish(question, '', { reply });
        // The same request with its own inbox gets an answer.
        await asking.request(question, '', { timeout: 2000 });
      }
    });
    answering.forEach((subscription) => subscription.unsubscribe());
    expect(TARGETS.filter((subject) => received.includes(subject))).toEqual([]);
    expect((await state.read('latest'))?.value).toBe('step-1');
  });
});

describe('a consumer', () => {
  it.each(['worker-a', 'sampler'])('that a %s makes writes to no stream', async (name) => {
    const reader = await cluster.connect(name);
    const before = await storedMessages();
    for (const target of [`$KV.${subjects.stateBucket}.latest`, `$O.${subjects.checkpointBucket}.M.x`]) {
      const config = { deliver_policy: 'all', ack_policy: 'none', deliver_subject: target };
      const question = JSON.stringify({ stream_name: STREAMS.data, config });
      const made = await reader.request(`$JS.API.CONSUMER.CREATE.${STREAMS.data}`, question, { timeout: 2000 });
      expect(made.string()).not.toContain('"error"');
    }
    await setTimeout(SETTLE_MS);
    expect(await storedMessages()).toEqual(before);
  });

  async function storedMessages(): Promise<number[]> {
    const { streams } = await coordinator.jetstreamManager();
    return Promise.all(Object.values(STREAMS).map(async (stream) => (await streams.info(stream)).state.last_seq));
  }
});

describe('the necessary operations work', () => {
  it.each(['worker-a', 'sampler'])('for a %s: finding the run and reading the dataset', async (name) => {
    const notices: string[] = [];
    const member = await cluster.connect(name, notices);
    const answering = coordinator.subscribe('lockstep.discover', { callback: (_e, msg) => void msg.respond('run-7') });
    await coordinator.flush();
    expect((await member.request('lockstep.discover', '', { timeout: 2000 })).string()).toBe('run-7');
    answering.unsubscribe();
    const bucket = await ObjectBucket.open(member, RunSubjects.dataBucket);
    expect(Buffer.compare(await bucket.getByHash(sha256), BYTES)).toBe(0);
    expect(notices).toEqual([]);
  });

  it('for a worker: its messages arrive, and it receives its own answers', async () => {
    const [a, b] = [await cluster.connect('worker-a'), await cluster.connect('worker-b')];
    const [heardByA, heardByB, heardByLeader]: [string[], string[], string[]] = [[], [], []];
    const listen = (connection: Connection, pool: string, received: string[]) => {
      for (const subject of [subjects.toAll, subjects.to(worker(pool))])
        connection.subscribe(subject, { callback: (_error, msg) => received.push(msg.string()) });
    };
    listen(a, 'a', heardByA);
    listen(b, 'b', heardByB);
    coordinator.subscribe(subjects.fromAll, { callback: (_error, msg) => heardByLeader.push(msg.subject) });
    await Promise.all([a.flush(), b.flush(), coordinator.flush()]);
    coordinator.publish(subjects.to(worker('a')), 'for a');
    coordinator.publish(subjects.toAll, 'for all');
    a.publish(subjects.from(worker('a')));
    await until(() => heardByA.length === 2 && heardByB.length === 1 && heardByLeader.length === 1);
    expect([heardByA, heardByB, heardByLeader]).toEqual([
      ['for a', 'for all'],
      ['for all'],
      [subjects.from(worker('a'))],
    ]);
  });

  it('for a sampler: state, metrics, checkpoints, hints, and drawing for a client', async () => {
    const notices: string[] = [];
    const [sampler, client] = [await cluster.connect('sampler', notices), await cluster.connect('client', notices)];
    expect((await (await StateBucket.open(sampler, subjects.stateBucket)).read('latest'))?.value).toBe('step-1');
    const checkpoints = await ObjectBucket.open(sampler, subjects.checkpointBucket);
    expect(await checkpoints.get('step-1/weights')).toHaveLength(BYTES.length);
    const records: MetricsRecord[] = [];
    await readMetrics(sampler, subjects.run, (record) => records.push(record));
    await until(() => records.length > 0);
    expect(records[0]).toEqual(STEP_RECORD);
    sampler.subscribe(subjects.draw, { callback: (_error, msg) => void msg.respond('a picture') });
    await sampler.flush();
    expect((await client.request(subjects.draw, 'please', { timeout: 2000 })).string()).toBe('a picture');
    expect(notices).toEqual([]);
  });

  it('for a standby: all operations of a coordinator', async () => {
    const notices: string[] = [];
    const standby = await cluster.connect('standby', notices);
    const bucket = await StateBucket.open(standby, subjects.stateBucket);
    const { revision } = (await bucket.read('latest'))!;
    await bucket.compareAndSet('latest', 'step-1', revision);
    standby.publish(subjects.fromStandby('s'));
    standby.publish(subjects.toAll);
    await MetricsWriter.open(standby, subjects.run, (message) => expect.fail(message));
    await standby.jetstream().publish(subjects.metrics, 'another leader');
    await standby.flush();
    expect(notices).toEqual([]);
  });
});
