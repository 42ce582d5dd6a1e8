/** Workers behind a leaf node have exactly the rights of their pool. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ObjectBucket, StateBucket } from '@lockstep/transport';
import { RunSubjects } from '@lockstep/protocol';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { revoke } from './revocation.js';
import { heardDuring, PUBLISHED, SETTLE_MS, STREAMS, subjects } from './testing/rights.js';
import { until } from '@lockstep/native/testing';
import { SecuredCluster, type Connection } from './testing/secured-cluster.js';

const BYTES = new Uint8Array(300_000).fill(7);
const OWN = subjects.from({ pool: 'a', member: 'w' });

let cluster: SecuredCluster;
let coordinator: Connection;
let state: StateBucket;
let url: string;
beforeAll(async () => {
  cluster = await SecuredCluster.start({ leaf: true, mutualTls: true });
  coordinator = await cluster.connect('coordinator');
  await (await ObjectBucket.open(coordinator, RunSubjects.dataBucket)).put('x', BYTES);
  state = await StateBucket.open(coordinator, subjects.stateBucket);
  await state.compareAndSet('latest', 'step-1', 0);
  url = await cluster.startLeaf('a');
});
afterAll(() => cluster.end());

it('a worker finds the run, reads the dataset, and exchanges messages', async () => {
  const notices: string[] = [];
  const worker = await cluster.connectByLeaf(url, 'a', notices);
  coordinator.subscribe('lockstep.discover', { callback: (_error, msg) => void msg.respond('run-7') });
  await coordinator.flush();
  await setTimeout(SETTLE_MS);
  expect((await worker.request('lockstep.discover', '', { timeout: 2000 })).string()).toBe('run-7');
  const data = await ObjectBucket.open(worker, RunSubjects.dataBucket);
  expect(Buffer.compare((await data.get('x')) ?? new Uint8Array(), BYTES)).toBe(0);
  const received: string[] = [];
  for (const subject of [
    subjects.toAll,
    subjects.to({ pool: 'a', member: 'w' }),
    subjects.to({ pool: 'b', member: 'w' }),
  ])
    worker.subscribe(subject, { callback: (_error, msg) => received.push(msg.subject) });
  await worker.flush();
  await setTimeout(SETTLE_MS);
  for (const pool of ['b', 'a']) coordinator.publish(subjects.to({ pool, member: 'w' }));
  coordinator.publish(subjects.toAll);
  await until(() => received.length === 2);
  expect(received).toEqual([subjects.to({ pool: 'a', member: 'w' }), subjects.toAll]);
  expect(notices).toEqual([]);
});

it('only messages that the pool may publish arrive', async () => {
  const worker = await cluster.connectByLeaf(url, 'a');
  const received = await heardDuring(coordinator, async () => {
    for (const subject of PUBLISHED) worker.publish(subject, 'forged');
    await worker.flush();
  });
  // Other received subjects are advisories of JetStream.
  const arrived = PUBLISHED.filter((subject) => received.includes(subject));
  const calls = arrived.filter((subject) => subject.startsWith('$JS.API.'));
  expect(arrived.filter((subject) => !calls.includes(subject)).toSorted()).toEqual(
    [OWN, subjects.discover, 'lockstep.discover'].toSorted(),
  );
  const readable = ['$JS.API.INFO', '$JS.API.STREAM.NAMES'];
  expect(calls.filter((call) => !readable.includes(call) && !call.includes(`.${STREAMS.data}`))).toEqual([]);
  expect(calls.filter((call) => /\.(CREATE|UPDATE|DELETE|PURGE|SNAPSHOT|RESTORE)\.OBJ/.test(call))).toEqual(
    calls.filter((call) => call.startsWith(`$JS.API.CONSUMER.CREATE.${STREAMS.data}`)),
  );
  expect((await state.read('latest'))?.value).toBe('step-1');
});

it('its configuration contains the key, is private, and changes with the key', async () => {
  const dir = join(cluster.out, 'credentials', 'worker-a');
  const seedOf = () => readFileSync(join(dir, 'nkey'), 'utf8').trim();
  expect(readFileSync(join(dir, 'leaf.conf'), 'utf8')).toContain(seedOf());
  const before = seedOf();
  await revoke({ out: cluster.out, credential: 'worker-a', renew: true });
  expect(seedOf()).not.toBe(before);
  expect(readFileSync(join(dir, 'leaf.conf'), 'utf8')).toContain(seedOf());
  expect(statSync(join(dir, 'leaf.conf')).mode & 0o777).toBe(0o600);
});

it('a revoked leaf node is disconnected by a restart of the server, and not by a reload', async () => {
  const worker = await cluster.connectByLeaf(url, 'a');
  const arrives = async () => (await heardDuring(coordinator, async () => worker.publish(OWN))).includes(OWN);
  await revoke({ out: cluster.out, credential: 'worker-a', renew: false });
  cluster.reload(0);
  await setTimeout(1000);
  expect(await arrives()).toBe(true);
  await cluster.restart(0);
  // The leaf node and the coordinator reconnect once a second.
  await setTimeout(3000);
  expect(await arrives()).toBe(false);
  expect((await state.read('latest'))?.value).toBe('step-1');
});
