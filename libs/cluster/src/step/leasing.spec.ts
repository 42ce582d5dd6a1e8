import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { idOf, leased, notices, clusterOf, of, refusals, sent, TestCoordinator } from '../testing/coordinator.js';
import type { CoordinatorEffect } from '../coordinator/events.js';
import { SpeedEstimator } from '../membership/speed-estimator.js';

describe('the shards of a step', () => {
  it('are given out by asking each worker a few times how fast it is, however many there are', () => {
    const workers = 100;
    const cluster = new TestCoordinator();
    for (let n = 1; n <= workers; n++) cluster.join(n);
    const asked = vi.spyOn(SpeedEstimator.prototype, 'medianMsPerShard');
    onTestFinished(() => asked.mockRestore());
    expect(of(cluster.answer(1), 'stepped')).toHaveLength(1);
    expect(asked.mock.calls.length).toBeGreaterThanOrEqual(workers);
    expect(asked.mock.calls.length).toBeLessThan(10 * workers);
  });

  it('all go to the first worker, which is alone', () => {
    const cluster = new TestCoordinator();
    expect(sent(cluster.join(1), 'lease')).toEqual([
      {
        to: idOf(1),
        body: { kind: 'lease', phase: 'train', leaseId: 1, firstShard: 0, shardCount: 4, creditParts: 128 },
      },
    ]);
    expect(leased(cluster.join(2))).toEqual([]);
  });

  for (const workers of [1, 2, 3, 4, 5, 6]) {
    it.each([1, 2, 3, 4, 5, 6, 7, 8, 9])(
      `are shared out evenly and in order: ${workers} workers, %i shards`,
      (shards) => {
        const { effects } = clusterOf(workers, shards);
        const leases = sent(effects, 'lease').map(({ body }) => body);
        const counts = leases.map(({ shardCount }) => shardCount);
        expect(counts).toHaveLength(Math.min(workers, shards));
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        let next = 0;
        for (const { firstShard, shardCount } of leases) {
          expect(firstShard).toBe(next);
          next += shardCount;
        }
        expect(next).toBe(shards);
        expect(new Set(leases.map((lease) => lease.leaseId)).size).toBe(leases.length);
      },
    );
  }

  it('go to workers in the order of their keys', () => {
    expect(leased(clusterOf(3, 8).effects)).toEqual(['w1: 0-1', 'w2: 2-4', 'w3: 5-7']);
  });

  it.each([
    ['leaves', (cluster: TestCoordinator) => cluster.from(1, { kind: 'leave', reason: 'SIGTERM' }), 'left: SIGTERM'],
    [
      'ends',
      (cluster: TestCoordinator) => cluster.handle({ kind: 'gone', worker: idOf(1), reason: 'was ended by SIGKILL' }),
      'was ended by SIGKILL',
    ],
    ['falls silent', (cluster: TestCoordinator) => cluster.live(900, [2, 3]), 'was silent for 0.9 s'],
  ])('are leased again when a worker %s', (_, leave, why) => {
    const { cluster } = clusterOf(2, 4, { heartbeatTimeoutMs: 800 });
    cluster.answer(2);
    cluster.join(3);
    const effects = leave(cluster);
    // What was sent again to the silent one is no matter here.
    expect(leased(effects).filter((lease) => !lease.startsWith('w1'))).toEqual(['w2: 0-0', 'w3: 1-1']);
    expect(notices(effects)).toEqual([`warn: worker p.w1 ${why}; its 2 shard(s) are leased again`]);
    cluster.answer(2);
    expect(of(cluster.answer(3), 'stepped').map(({ record }) => record.loss)).toEqual([10 / 36]);
  });

  it('that nobody has are shared out among those who come in the middle of the step', () => {
    const { cluster } = clusterOf(1, 4);
    expect(leased(cluster.join(2))).toEqual([]);
    cluster.handle({ kind: 'gone', worker: idOf(1), reason: 'fell over' });
    expect(cluster.leases.get(2)).toMatchObject({ firstShard: 0, shardCount: 4, leaseId: 3 });
  });

  it('that lie apart are leased one range at a time', () => {
    const { cluster } = clusterOf(3, 3);
    for (const n of [1, 3]) cluster.handle({ kind: 'gone', worker: idOf(n), reason: 'fell over' });
    expect(leased(cluster.join(4))).toEqual(['w4: 0-0']);
    expect(leased(cluster.answer(4))).toEqual(['w4: 2-2']);
  });

  it('of the evaluation go out at most eight at a time', () => {
    const { cluster } = clusterOf(2, 4, { totalSteps: 1, testSamples: 180 });
    expect(cluster.leases.get(1)).toMatchObject({ phase: 'evaluate', firstShard: 0, shardCount: 8 });
    expect(cluster.leases.get(2)).toMatchObject({ phase: 'evaluate', firstShard: 8, shardCount: 8 });
    expect(leased(cluster.answer(1))).toEqual(['w1: 16-19']);
  });

  it('are leased with numbers that count from 1 in each leader, whose epoch tells them apart', () => {
    for (const leaderEpoch of [1, 2, 0xffff_ffff]) {
      const { effects } = clusterOf(4, 4, { leaderEpoch });
      const messages = effects.flatMap((effect) =>
        effect.kind !== 'notice' && 'message' in effect ? [effect.message] : [],
      );
      const leases = messages.filter(({ body }) => body.kind === 'lease');
      // The first was that of the step before.
      expect(leases).toMatchObject([2, 3, 4, 5].map((leaseId) => ({ leaderEpoch, version: 1, body: { leaseId } })));
    }
  });
});

describe('a lease that is late', () => {
  /** Workers 1 and 2 hold shards 0-1 and 2-3 of the second step; worker 2 is done with its own, worker 1 is not. */
  function late(): { cluster: TestCoordinator; effects: CoordinatorEffect[] } {
    const { cluster } = clusterOf(2, 4);
    cluster.answer(2);
    expect(leased(cluster.live(1000, [1, 2]))).toEqual([]);
    return { cluster, effects: cluster.live(1100, [1, 2]) };
  }

  it('is given to another worker, and people are told who held what for how long', () => {
    const { effects } = late();
    expect(leased(effects)).toEqual(['w2: 0-1']);
    expect(notices(effects)).toEqual(['warn: worker p.w1 has held shards 0-1 of step 2 for 1.1 s: leasing again']);
  });

  it.each([
    [1, 2],
    [2, 1],
  ])('is answered by whoever comes first: worker %i, then %i', (winner, loser) => {
    const { cluster } = late();
    const late2 = cluster.parts(loser);
    const effects = cluster.answer(winner);
    expect(of(effects, 'stepped')).toHaveLength(1);
    const after = late2.flatMap((part) => cluster.part(loser, part));
    // So that it stops sending: nothing is wrong.
    expect(refusals(after)).toEqual([`w${loser}: STALE`]);
    expect(of(after, 'stepped')).toEqual([]);
    expect(notices(after)).toEqual([]);
  });

  it('leaves its worker without another until its heartbeat says that it has computed', () => {
    const { cluster } = late();
    expect(leased(cluster.answer(2))).toEqual(['w2: 0-3']);
    expect(leased(cluster.handle({ kind: 'gone', worker: idOf(2), reason: 'fell over' }))).toEqual([]);
    expect(leased(cluster.live(5000, [1]))).toEqual([]);
    expect(leased(cluster.heartbeat(1, { computed: true }))).toEqual(['w1: 0-3']);
  });

  it('shows that its worker is slow: the next steps go to others', () => {
    const { cluster } = late();
    cluster.answer(2);
    cluster.heartbeat(1, { computed: true });
    expect(leased(cluster.answer(2))).toEqual(['w2: 0-3']);
  });

  it('is one that takes four times as long for each shard as those of its worker did before', () => {
    const cluster = new TestCoordinator();
    cluster.join(1);
    cluster.live(4000, [1]);
    cluster.answer(1);
    expect(notices(cluster.live(20_000, [1]))).toEqual([]);
    expect(notices(cluster.live(20_100, [1]))).toEqual([
      'warn: worker p.w1 has held shards 0-3 of step 2 for 16.1 s: leasing again',
    ]);
  });

  it('of a worker that has completed none yet is one that takes more than ten seconds', () => {
    const { cluster } = clusterOf(2, 4);
    cluster.handle({ kind: 'gone', worker: idOf(1), reason: 'fell over' });
    expect(notices(cluster.live(10_000, [2]))).toEqual([]);
    expect(notices(cluster.live(10_100, [2]))).toEqual([
      'warn: worker p.w2 has held shards 2-3 of step 2 for 10.1 s: leasing again',
    ]);
  });

  it('is said once: afterwards it is the step of which is said who it waits for', () => {
    const { cluster } = clusterOf(1, 4);
    expect(notices(cluster.live(31_000, [1]))).toEqual([
      'warn: worker p.w1 has held shards 0-3 of step 2 for 1.1 s: leasing again',
      'warn: step 2 has been open for 12.0 s: p.w1 has held shards 0-3 for 12.0 s',
      'warn: step 2 has been open for 22.0 s: p.w1 has held shards 0-3 for 22.0 s',
    ]);
  });

  it('that overlaps with a partial of another worker is left out, and the rest is computed anew', () => {
    const { cluster } = clusterOf(3, 4);
    // Worker 1 holds 0-1, 2 holds 2 and 3 holds 3. Those of worker 1 come late, and go to 2 and 3, one each.
    for (const n of [2, 3]) cluster.answer(n);
    const first = cluster.parts(1);
    cluster.live(1100, [1, 2, 3]);
    expect([2, 3].map((n) => cluster.leases.get(n)!.firstShard)).toEqual([0, 1]);
    cluster.answer(2);
    const overlapping = first.flatMap((part) => cluster.part(1, part));
    expect(of(overlapping, 'stepped')).toEqual([]);
    expect(refusals(overlapping)).toEqual([]);
    const effects = cluster.answer(3);
    expect(of(effects, 'stepped').map(({ record }) => record.loss)).toEqual([10 / 36]);
  });

  it('whose shards overlap is leased again when the second worker dies too', () => {
    const { cluster } = clusterOf(3, 4);
    for (const n of [2, 3]) cluster.answer(n);
    const first = cluster.parts(1);
    cluster.live(1100, [1, 2, 3]);
    cluster.answer(2);
    first.forEach((part) => cluster.part(1, part));
    cluster.heartbeat(1, { computed: true });
    expect(leased(cluster.handle({ kind: 'gone', worker: idOf(3), reason: 'fell over' }))).toEqual(['w2: 1-1']);
    expect(of(cluster.answer(2), 'stepped')).toHaveLength(1);
  });
});
