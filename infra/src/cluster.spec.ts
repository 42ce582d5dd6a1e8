/** A cluster of three servers with the files of `infra:credentials`. */
import { setTimeout } from 'node:timers/promises';
import { ObjectBucket, StateBucket } from '@lockstep/transport';
import { RunSubjects } from '@lockstep/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { revoke } from './revocation.js';
import { letThrough, readCalls, STREAMS, subjects } from './testing/rights.js';
import { until } from '@lockstep/native/testing';
import { SecuredCluster, type Connection } from './testing/secured-cluster.js';

let cluster: SecuredCluster;
let coordinator: Connection;
beforeAll(async () => {
  cluster = await SecuredCluster.start({ servers: 3, mutualTls: true });
  coordinator = await cluster.connect('coordinator');
});
afterAll(() => cluster.end());

describe('a cluster of three', () => {
  it('keeps three replicas of a run, and works without one server', { timeout: 60_000 }, async () => {
    const state = await StateBucket.open(coordinator, subjects.stateBucket);
    const revision = await state.compareAndSet('latest', 'step-1', 0);
    await (await ObjectBucket.open(coordinator, RunSubjects.dataBucket)).put('x', new Uint8Array(300_000));
    const { streams } = await coordinator.jetstreamManager();
    for (const stream of [STREAMS.state, STREAMS.data])
      expect((await streams.info(stream)).config.num_replicas).toBe(3);
    await cluster.kill(2);
    const written = await tryFor(() => state.compareAndSet('latest', 'step-2', revision));
    expect(written).toBeGreaterThan(revision);
    const worker = await cluster.connect('worker-a');
    const data = await tryFor(() => ObjectBucket.open(worker, RunSubjects.dataBucket));
    expect(await tryFor(() => data.get('x'))).toHaveLength(300_000);
  });

  it('gives a worker the same rights on each server', async () => {
    const allowed = [
      ...[subjects.from({ pool: 'a', member: 'w' }), 'lockstep.discover', subjects.discover],
      ...['$JS.API.INFO', '$JS.API.STREAM.NAMES', ...readCalls(STREAMS.data)],
    ];
    for (const server of [0, 1]) {
      expect((await letThrough(cluster, 'worker-a', server)).toSorted()).toEqual(allowed.toSorted());
    }
  });

  it('delivers messages of a worker on one server to a coordinator on another', async () => {
    const [leader, worker] = [
      await cluster.connect('standby', [], {}, 0),
      await cluster.connect('worker-b', [], {}, 1),
    ];
    const received: string[] = [];
    leader.subscribe(subjects.fromAll, { callback: (_error, msg) => received.push(msg.subject) });
    await leader.flush();
    const subject = subjects.from({ pool: 'b', member: 'w' });
    await until(() => {
      worker.publish(subject);
      return received.includes(subject);
    });
  });

  it('refuses a foreign server with a certificate of the CA', async () => {
    const log = await cluster.startStranger('worker-a');
    expect(log).toMatch(/Authorization Violation|authorization violation|authentication/i);
  });

  it('disconnects a revoked key on each server', async () => {
    const notices: string[][] = [[], []];
    await Promise.all(notices.map((list, server) => cluster.connect('worker-a', list, {}, server)));
    await revoke({ out: cluster.out, credential: 'worker-a', renew: false });
    cluster.reload();
    await until(() => notices.every((list) => list.some((notice) => notice.startsWith('lost'))));
  });
});

/** Retries, because an election takes seconds. */
async function tryFor<T>(action: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await action();
    } catch (error) {
      if (tries === 30) throw error;
      await setTimeout(500);
    }
  }
}
