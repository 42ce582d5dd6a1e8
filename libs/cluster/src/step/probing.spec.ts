import { describe, expect, it } from 'vitest';
import { clusterOf, idOf, leased, notices, of, TestCoordinator } from '../testing/coordinator.js';
import type { CoordinatorEffect } from '../coordinator/events.js';

/** Workers take so many milliseconds for a shard; all who hold a lease answer in time. @returns what the step's end leases */
function step(cluster: TestCoordinator, msPerShard: Record<number, number>): string[] {
  const startMs = cluster.nowMs;
  const due = Object.entries(msPerShard)
    .map(([n, ms]) => ({ n: Number(n), atMs: startMs + ms * (cluster.leases.get(Number(n))?.shardCount ?? 0) }))
    .sort((a, b) => a.atMs - b.atMs);
  const effects: CoordinatorEffect[] = [];
  for (const { n, atMs } of due) {
    cluster.nowMs = atMs;
    effects.push(...answerAfter(cluster, n, atMs - startMs));
  }
  expect(of(effects, 'stepped')).toHaveLength(1);
  return leased(effects);
}

/** Worker n answers its lease, of which computing has taken all of the time. */
function answerAfter(cluster: TestCoordinator, n: number, ms: number): CoordinatorEffect[] {
  const parts = cluster.parts(n);
  const nodes = new Set(parts.map(({ level, index }) => `${level}/${index}`)).size;
  return parts.flatMap((part) => cluster.part(n, { ...part, computeMs: ms / nodes }));
}

const CONFIG = { leaseFloorMs: 5000, totalSteps: 100 };

describe('measured speed', () => {
  it('decides how many shards a worker gets', () => {
    const { cluster } = clusterOf(2, 8, CONFIG);
    expect(step(cluster, { 1: 30, 2: 10 })).toEqual(['w2: 0-5', 'w1: 6-7']);
    expect(step(cluster, { 1: 30, 2: 10 })).toEqual(['w2: 0-5', 'w1: 6-7']);
  });

  it('is the median of the last steps: one slow step changes nothing', () => {
    const { cluster } = clusterOf(2, 8, CONFIG);
    for (let i = 0; i < 5; i++) step(cluster, { 1: 20, 2: 20 });
    expect(step(cluster, { 1: 20, 2: 800 })).toEqual(['w1: 0-3', 'w2: 4-7']);
    step(cluster, { 1: 20, 2: 200 });
    expect(step(cluster, { 1: 20, 2: 200 })).toEqual(['w1: 0-7']);
  });

  it('is that of computing: workers whose results come one after another stay equal, however long that takes', () => {
    const { cluster } = clusterOf(4, 4, CONFIG);
    for (let count = 0; count < 6; count++) {
      const startMs = cluster.nowMs;
      const effects = [1, 2, 3, 4].flatMap((n) => {
        cluster.nowMs = startMs + n * 250;
        return answerAfter(cluster, n, 3);
      });
      expect(leased(effects)).toEqual(['w1: 0-0', 'w2: 1-1', 'w3: 2-2', 'w4: 3-3']);
    }
  });

  it('is not what a worker says: time that others do not need for the way counts', () => {
    const { cluster } = clusterOf(3, 6, CONFIG);
    for (const [n, atMs] of Object.entries([12, 13, 400])) {
      cluster.nowMs = atMs;
      answerAfter(cluster, Number(n) + 1, n === '2' ? 0 : 10);
    }
    expect(cluster.leases.get(1)?.shardCount).toBe(3);
    expect(cluster.leases.get(2)?.shardCount).toBe(3);
  });

  it('of a worker that has just come is taken for that of the others', () => {
    const { cluster } = clusterOf(2, 8, CONFIG);
    step(cluster, { 1: 30, 2: 10 });
    step(cluster, { 1: 30, 2: 10 });
    cluster.join(3);
    // The median of 10 and 30 is taken for 30.
    expect(step(cluster, { 1: 30, 2: 10 })).toEqual(['w2: 0-3', 'w1: 4-5', 'w3: 6-7']);
  });
});

/** Worker 2 takes fifty times as long as worker 1, and gets nothing any more. */
function slowWorker(shards = 4): TestCoordinator {
  const { cluster } = clusterOf(2, shards, CONFIG);
  expect(step(cluster, { 1: 10, 2: 500 })).toEqual([`w1: 0-${shards - 1}`]);
  expect(cluster.nowMs).toBe(1000);
  return cluster;
}

/** What worker 2 was leased is a copy for its measurement. */
function probed(cluster: TestCoordinator): boolean {
  const { leases } = cluster;
  return leases.get(2)!.leaseId > leases.get(1)!.leaseId && leases.get(2)!.shardCount === leases.get(1)!.shardCount;
}

describe('a worker that is too slow for any shard', () => {
  it('gets none, and two seconds after its last lease a copy of another one’s', () => {
    const cluster = slowWorker();
    expect(leased(cluster.live(2900, [1, 2]))).toEqual([]);
    expect(leased(cluster.live(3000, [1, 2]))).toEqual(['w2: 0-3']);
    expect(probed(cluster)).toBe(true);
    expect(notices(cluster.live(5000, [1, 2]))).toEqual([]);
  });

  it('is not waited for', () => {
    const cluster = slowWorker();
    cluster.live(3000, [1, 2]);
    const effects = cluster.answer(1);
    expect(of(effects, 'stepped')).toHaveLength(1);
    expect(leased(effects)).toEqual(['w1: 0-3']);
    // Nor is it measured again before two more seconds are over, though nothing is heard of the probe.
    expect(leased(cluster.live(4900, [1, 2]))).toEqual([]);
    expect(leased(cluster.live(5000, [1, 2]))).toEqual(['w2: 0-3']);
  });

  it('gets shards again once a probe has shown that it is fast', () => {
    const cluster = slowWorker();
    cluster.live(3000, [1, 2]);
    cluster.answer(1);
    // Its lease was cancelled with the step; one shard it has computed.
    cluster.heartbeat(2, { computed: true, msPerShard: 5 });
    expect(leased(cluster.answer(1))).toEqual(['w2: 0-2', 'w1: 3-3']);
  });

  it('gets none when the probe has shown that it is still slow, and is probed again', () => {
    const cluster = slowWorker();
    cluster.live(3000, [1, 2]);
    cluster.answer(1);
    cluster.nowMs = 3500;
    cluster.heartbeat(2, { computed: true, msPerShard: 500 });
    expect(leased(cluster.answer(1))).toEqual(['w1: 0-3']);
    expect(leased(cluster.live(5400, [1]))).toEqual([]);
    expect(leased(cluster.live(5500, [1]))).toEqual(['w2: 0-3']);
  });

  it('is not measured by heartbeats of before the probe', () => {
    const cluster = slowWorker();
    cluster.live(3000, [1, 2]);
    const { leaseId } = cluster.leases.get(2)!;
    cluster.heartbeat(2, { leaseId: leaseId - 1, computed: true, msPerShard: 5 });
    expect(leased(cluster.answer(1))).toEqual(['w1: 0-3']);
  });

  it('may be the faster one after all', () => {
    const cluster = slowWorker();
    cluster.live(3000, [1, 2]);
    const effects = cluster.answer(2);
    expect(of(effects, 'stepped').map(({ record }) => record.loss)).toEqual([10 / 36]);
  });

  it('computes what is lost when the other one dies, without another lease', () => {
    const cluster = slowWorker();
    cluster.live(3000, [1, 2]);
    expect(leased(cluster.handle({ kind: 'gone', worker: idOf(1), reason: 'fell over' }))).toEqual([]);
    expect(of(cluster.answer(2), 'stepped')).toHaveLength(1);
  });

  it('keeps nobody with its probe from computing what is lost', () => {
    const cluster = slowWorker();
    cluster.live(3000, [1, 2]);
    cluster.join(3);
    expect(leased(cluster.handle({ kind: 'gone', worker: idOf(1), reason: 'fell over' }))).toEqual(['w3: 0-3']);
  });

  it('is not probed in the evaluation', () => {
    const { cluster } = clusterOf(2, 4, { ...CONFIG, totalSteps: 3, testSamples: 9 });
    step(cluster, { 1: 10, 2: 500 });
    cluster.answer(1);
    expect(leased(cluster.live(4900, [1, 2]))).toEqual([]);
    expect(cluster.leases.get(1)!.phase).toBe('evaluate');
  });
});

it('a probe that is late is no news, and its worker gets nothing before it is done with it', () => {
  const cluster = new TestCoordinator({ shards: 1, batchSize: 4 });
  cluster.join(1);
  cluster.join(0);
  // Of nobody else anything is known: worker 0 may take ten seconds, worker 1 one.
  expect(leased(cluster.answer(1))).toEqual(['w0: 0-0']);
  expect(leased(cluster.live(2000, [0, 1]))).toEqual(['w1: 0-0']);
  expect(notices(cluster.live(3100, [0, 1]))).toEqual([]);
  expect(cluster.machine.status(3100).workers.map(({ holds }) => holds[0]!.late)).toEqual([false, true]);
  expect(leased(cluster.handle({ kind: 'gone', worker: idOf(0), reason: 'fell over' }))).toEqual([]);
});

it('what is late is leased to an idle worker rather than that its speed is measured', () => {
  const { cluster } = clusterOf(2, 4, { leaseFloorMs: 2500 });
  cluster.live(600, [1, 2]);
  cluster.join(3);
  // In one moment worker 1 is late, and it is two seconds since worker 3 came.
  expect(leased(cluster.live(2500, [1, 2, 3]))).toEqual([]);
  expect(leased(cluster.live(2600, [1, 2, 3]))).toEqual(['w3: 0-1']);
});

it('a worker that is late and has not said that it is done is not probed', () => {
  const { cluster } = clusterOf(2, 1, { totalSteps: 100 });
  cluster.live(1100, [1, 2]);
  expect(leased(cluster.answer(2))).toEqual(['w2: 0-0']);
  const effects: CoordinatorEffect[] = [];
  for (let atMs = 1500; atMs < 6000; atMs += 500) effects.push(...cluster.live(atMs, [1, 2]), ...cluster.answer(2));
  expect(leased(effects).filter((lease) => lease.startsWith('w1'))).toEqual([]);
  expect(leased(cluster.heartbeat(1, { computed: true }))).toEqual([]);
  expect(leased(cluster.live(5600, [1, 2]))).toEqual(['w1: 0-0']);
});
