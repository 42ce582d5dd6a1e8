import { decodeStatus, encodeStatus, LIMITS, type WorkerBody, type WorkerId } from '@lockstep/protocol';
import { describe, expect, it } from 'vitest';
import {
  clusterAfter,
  clusterOf,
  idOf,
  JOIN,
  notices,
  partsOf,
  sent,
  TestCoordinator,
} from '../testing/coordinator.js';

/** One worker whose steps take a second each, with 4 shards; it holds the third since 2 s. */
function steady(): TestCoordinator {
  const { cluster } = clusterOf(1, 4, { leaseFloorMs: 100_000, totalSteps: 100 });
  for (const atMs of [1000, 2000, 3000]) {
    cluster.live(atMs, [1]);
    cluster.answer(1);
  }
  return cluster;
}

const waiting = (cluster: TestCoordinator) => cluster.machine.status(cluster.nowMs).waitingFor;

describe('what a step waits for', () => {
  it('is nothing as long as the step takes no more than three times the usual', () => {
    const cluster = steady();
    cluster.live(5900, [1]);
    expect(waiting(cluster)).toBe('');
    expect(cluster.machine.status(5900).workers[0]!.holds[0]!.heldMs).toBe(2900);
    cluster.live(6000, [1]);
    expect(waiting(cluster)).toBe('step 5 has been open for 3.0 s, usually 1.0 s: p.w1 has held shards 0-3 for 3.0 s');
  });

  it('is nothing in the first two seconds, however short steps are', () => {
    const cluster = clusterAfter(3);
    cluster.live(1900, [1]);
    expect(waiting(cluster)).toBe('');
    cluster.live(2000, [1]);
    expect(waiting(cluster)).toBe('step 4 has been open for 2.0 s: p.w1 has held shards 0-3 for 2.0 s');
  });

  it('is said to people after ten seconds, and again every ten, until the step is done', () => {
    const cluster = steady();
    const said = notices(cluster.live(27_000, [1]));
    expect(said).toEqual([
      'warn: step 5 has been open for 13.0 s, usually 1.0 s: p.w1 has held shards 0-3 for 13.0 s',
      'warn: step 5 has been open for 23.0 s, usually 1.0 s: p.w1 has held shards 0-3 for 23.0 s',
    ]);
    cluster.answer(1);
    expect(waiting(cluster)).toBe('');
    expect(notices(cluster.live(39_900, [1]))).toEqual([]);
    expect(notices(cluster.live(40_000, [1]))).toHaveLength(1);
  });

  it('names who holds which shards, and who audits', () => {
    const audit = { share: 0.5, draw: (version: number) => (version === 1 ? 0 : 1) };
    const { cluster } = clusterOf(3, 2, { audit, leaseFloorMs: 100_000 });
    cluster.live(1000, [1, 2, 3]);
    cluster.answer(1);
    cluster.live(3000, [1, 2, 3]);
    expect(waiting(cluster)).toBe(
      'step 2 has been open for 3.0 s: p.w2 has held shard 1 for 3.0 s, p.w3 has held shard 0 (to audit them) for 2.0 s, p.w1 has held shard 1 for 0.0 s',
    );
  });

  it('names four leases and counts the others', () => {
    const { cluster } = clusterOf(6, 6);
    cluster.nowMs = 2000;
    const four = [1, 2, 3, 4].map((n) => `p.w${n} has held shard ${n - 1} for 2.0 s`);
    expect(waiting(cluster)).toBe(`step 2 has been open for 2.0 s: ${four.join(', ')} and 2 more`);
  });

  it('are workers when there are none', () => {
    const cluster = new TestCoordinator();
    cluster.tick(0);
    cluster.tick(2000);
    expect(waiting(cluster)).toBe('no workers: step 1 waits until one joins');
  });

  it('are workers that are still behind with something when nobody holds anything', () => {
    const cluster = new TestCoordinator();
    cluster.join(1);
    cluster.join(2);
    cluster.live(10_100, [1, 2]);
    cluster.answer(2);
    cluster.handle({ kind: 'gone', worker: idOf(2), reason: 'fell over' });
    cluster.live(45_100, [1]);
    expect(waiting(cluster)).toBe(
      'step 2 has been open for 35.0 s, usually 10.0 s: every worker is still behind with an older lease',
    );
  });

  it('counts from the first tick when the first step was never held', () => {
    const cluster = new TestCoordinator();
    expect(cluster.machine.status(500).openMs).toBe(0);
    cluster.tick(1000);
    expect(cluster.machine.status(1500).openMs).toBe(500);
  });
});

describe('the status', () => {
  it('says what each worker holds since when, its speed, and what was audited', () => {
    const { cluster } = clusterOf(2, 4);
    cluster.nowMs = 40;
    cluster.answer(1, { computeMs: 30 });
    cluster.nowMs = 400;
    expect(cluster.machine.status(500)).toEqual({
      ...{ leaderEpoch: 1, version: 1, totalSteps: 6, stepsPerEpoch: 2, paused: false, phase: 'train' },
      ...{ openMs: 500, medianStepMs: 0, waitingFor: '', standbys: [], refused: [], audited: 0, auditsSkipped: 0 },
      workers: [
        { id: 'p.w1', device: 'a test', host: 'here', silentMs: 460, msPerShard: 15, holds: [] },
        {
          ...{ id: 'p.w2', device: 'a test', host: 'here', silentMs: 500, msPerShard: 0 },
          holds: [{ firstShard: 2, shardCount: 2, heldMs: 500, late: false, audit: false }],
        },
      ],
    });
  });

  it('says which leases are late', () => {
    const { cluster } = clusterOf(1, 4);
    cluster.live(1100, [1]);
    expect(cluster.machine.status(1100).workers[0]!.holds[0]).toMatchObject({ late: true, heldMs: 1100 });
  });

  it('names who was sent away without its incarnation: the latest 32', () => {
    const { cluster } = clusterOf(1, 4);
    for (let n = 2; n < 42; n++) {
      cluster.handle({ kind: 'gone', worker: idOf(n - 1), reason: 'fell over' });
      cluster.join(n);
      cluster.answer(n, { samples: 1 });
    }
    const { refused } = cluster.machine.status(0);
    expect(refused).toHaveLength(32);
    expect(refused[0]).toMatchObject({ id: 'p.w10', code: 'WRONG_SHAPE' });
    expect(refused.at(-1)!.id).toBe('p.w41');
  });

  it('of a thousand workers with the longest names, which are all late, fits into a message', () => {
    const cluster = new TestCoordinator({ shards: 1000, batchSize: 1000, trainSamples: 2000 });
    const ids = Array.from({ length: 1000 }, (_, n): WorkerId => {
      return { pool: 'p'.repeat(64), member: `${n}`.padEnd(64, 'w') };
    });
    const receive = (id: WorkerId, body: WorkerBody) =>
      cluster.handle({ kind: 'message', from: id, message: { incarnation: 1, leaderEpoch: 1, body } });
    const [first] = ids.flatMap((id) => sent(receive(id, { kind: 'join', ...JOIN }), 'lease'));
    for (const part of partsOf(cluster.config, first!.body, 0)) receive(first!.to, { kind: 'gradientPart', ...part });
    cluster.nowMs = 36_000_000;
    for (const id of ids) receive(id, { kind: 'heartbeat', version: 1, leaseId: 1, computed: false, msPerShard: 0 });
    cluster.tick(cluster.nowMs);
    const status = cluster.machine.status(cluster.nowMs);
    expect(status.workers.every(({ holds }) => holds[0]?.late)).toBe(true);
    expect(status.waitingFor).toMatch(/^step 2 has been open for 36000.0 s: p.* and 998 more$/);
    expect(status.waitingFor.length).toBeLessThan(LIMITS.textChars);
    expect(decodeStatus(encodeStatus({ run: 'r', ...status }))).toEqual({ run: 'r', ...status });
  });
});
