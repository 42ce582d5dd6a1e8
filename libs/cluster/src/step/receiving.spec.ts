import { describe, expect, it } from 'vitest';
import {
  idOf,
  kinds,
  leased,
  notices,
  of,
  refusals,
  sent,
  startState,
  TestCoordinator,
} from '../testing/coordinator.js';

const FLOATS_WITH_NAN = new Uint8Array(Float32Array.of(NaN, 1).buffer);
const FLOATS_WITH_INFINITY = new Uint8Array(Float32Array.of(0, -Infinity).buffer);

/** Workers 1 and 2 hold shards 0-1 and 2-3 of the second step. */
function pair(): TestCoordinator {
  const cluster = new TestCoordinator();
  cluster.join(1);
  cluster.join(2);
  cluster.answer(1);
  return cluster;
}

/** Workers 1, 2 and 3 hold shards 0-1, 2-4 and 5-7 of the second step: the nodes of worker 2 are 2-3 and 4. */
function trio(): TestCoordinator {
  const cluster = new TestCoordinator({ shards: 8, batchSize: 16, trainSamples: 32 });
  for (const n of [1, 2, 3]) cluster.join(n);
  cluster.answer(1);
  return cluster;
}

describe('a partial of the wrong shape', () => {
  it.each([
    ['another number of samples', { samples: 5 }, 'your partial counts 5 samples, its shards hold 4'],
    ['a part that is too short', { data: new Uint8Array(4) }, 'part 0 has 4 bytes, expected 8'],
    ['a part that is too long', { data: new Uint8Array(12) }, 'part 0 has 12 bytes, expected 8'],
    ['a part that does not exist', { part: 2 }, 'there is no part 2: the vector has 2'],
  ])('is refused: %s', (_, changes, reason) => {
    const cluster = pair();
    const effects = cluster.part(1, { ...cluster.parts(1)[0]!, ...changes });
    expect(kinds(effects)).toEqual(['send refusal', 'notice']);
    expect(sent(effects, 'refusal')[0]).toEqual({
      to: idOf(1),
      body: { kind: 'refusal', code: 'WRONG_SHAPE', reason },
    });
    expect(notices(effects)).toEqual([`warn: refused p.w1: ${reason}`]);
    expect(cluster.machine.workerCount).toBe(1);
    expect(refusals(cluster.join(1))).toEqual(['w1: WRONG_SHAPE']);
    // The shards are leased to whoever is free, a new process of the same worker included.
    expect(leased(cluster.join(1, {}, 99))).toEqual(['w1: 0-1']);
  });

  it('gives the shards to another worker', () => {
    const cluster = pair();
    cluster.answer(2);
    const effects = cluster.answer(1, { samples: 1 });
    expect(leased(effects)).toEqual(['w2: 0-1']);
    expect(of(cluster.answer(2), 'stepped').map(({ record }) => record.loss)).toEqual([10 / 8]);
  });
});

describe('a partial without a lease', () => {
  it('is refused when the lease is another worker’s', () => {
    const cluster = pair();
    const [foreign] = cluster.parts(2);
    const effects = cluster.part(1, foreign!);
    expect(sent(effects, 'refusal')[0]!.body).toEqual({
      kind: 'refusal',
      code: 'NO_LEASE',
      reason: 'you hold no lease 3 with node (level 1, index 1)',
    });
    expect(cluster.machine.workerCount).toBe(2);
    // It has not been taken for the other's either.
    expect(of(cluster.answer(1), 'stepped')).toEqual([]);
  });

  it('is refused when there was never such a lease, or it has no such node', () => {
    const cluster = pair();
    const [part] = cluster.parts(1);
    expect(refusals(cluster.part(1, { ...part!, leaseId: 4 }))).toEqual(['w1: NO_LEASE']);
    expect(refusals(cluster.part(1, { ...part!, level: 0 }))).toEqual(['w1: NO_LEASE']);
    expect(refusals(cluster.part(1, { ...part!, index: 1 }))).toEqual(['w1: NO_LEASE']);
    expect(refusals(cluster.part(1, { ...part!, level: 32, index: 65_536 }))).toEqual(['w1: NO_LEASE']);
    expect(cluster.machine.workerCount).toBe(2);
  });

  /** What is said to a worker whose partial comes too late: once, with its first part, and nothing to people. */
  const stale = (reason: string) => [
    { to: idOf(1), body: { kind: 'refusal', code: 'STALE', reason: `your partial of ${reason} is open` } },
  ];

  it('is stale when its step is over', () => {
    const cluster = new TestCoordinator();
    cluster.join(1);
    const old = cluster.parts(1);
    cluster.answer(1);
    const effects = old.flatMap((part) => cluster.part(1, part));
    expect(sent(effects, 'refusal')).toEqual(stale('lease 1, step 1, is not wanted any more: step 2'));
    expect(effects).toHaveLength(1);
    expect(cluster.machine.workerCount).toBe(1);
  });

  it('is stale when the lease was taken back in this step', () => {
    const cluster = pair();
    const old = cluster.parts(1);
    cluster.handle({ kind: 'gone', worker: idOf(1), reason: 'fell over' });
    cluster.join(1);
    const effects = old.flatMap((part) => cluster.part(1, part));
    expect(sent(effects, 'refusal')).toEqual(stale('lease 2, step 2, is not wanted any more: step 2'));
    expect(effects).toHaveLength(1);
  });

  it('is stale when another leader asked for it, though this one has given a lease of that number', () => {
    const before = new TestCoordinator({ leaderEpoch: 4 });
    before.join(1);
    const old = before.parts(1, { lossSum: 1e6 });
    const after = new TestCoordinator({ leaderEpoch: 5 });
    after.join(1);
    expect(after.leases.get(1)!.leaseId).toBe(old[0]!.leaseId);
    const effects = old.flatMap((part) => after.from(1, { kind: 'gradientPart', ...part }, 1, 4));
    expect(sent(effects, 'refusal')).toEqual(stale('lease 1, step 1, is not wanted any more: step 1'));
    expect(effects).toHaveLength(1);
    expect(of(after.answer(1), 'stepped').map(({ record }) => record.loss)).toEqual([10 / 8]);
  });

  it('of another step is stale, though a lease of that number is open', () => {
    const cluster = pair();
    const [part] = cluster.parts(1);
    expect(refusals(cluster.part(1, { ...part!, version: 0 }))).toEqual(['w1: STALE']);
    expect(refusals(cluster.part(1, { ...part!, version: 2 }))).toEqual(['w1: STALE']);
    cluster.answer(2);
    expect(of(cluster.answer(1), 'stepped')).toHaveLength(1);
  });
});

describe('parts that come twice', () => {
  it('change nothing', () => {
    const cluster = new TestCoordinator();
    cluster.join(1);
    const [first, second] = cluster.parts(1);
    for (const part of [first!, first!]) expect(cluster.part(1, part)).toEqual([]);
    expect(of(cluster.part(1, second!), 'stepped').map(({ record }) => record.loss)).toEqual([10 / 8]);
    expect(cluster.part(1, second!)).toEqual([]);
  });

  it('change nothing when their partial is whole and others of the lease are not', () => {
    const cluster = trio();
    const [left, right] = cluster.parts(2).filter(({ part }) => part === 1);
    expect([left!, right!]).toMatchObject([
      { level: 1, index: 1 },
      { level: 0, index: 4 },
    ]);
    const ofLeft = cluster.parts(2, { computeMs: 5 }).filter(({ level }) => level === left!.level);
    for (const part of [...ofLeft, ...ofLeft]) expect(cluster.part(2, part)).toEqual([]);
    for (const n of [1, 3]) cluster.answer(n);
    // The lease is open until its other node is here.
    expect(cluster.leases.get(1)!.firstShard).toBe(0);
    const effects = cluster.parts(2).flatMap((part) => cluster.part(2, part));
    expect(of(effects, 'stepped').map(({ record }) => record.loss)).toEqual([36 / 16]);
    expect(of(effects, 'stepped')[0]!.record.workers['p.w2']!.computeMs).toBe(5);
  });
});

describe('a partial that is not finite', () => {
  it.each([
    ['a NaN in the vector', { data: FLOATS_WITH_NAN }],
    ['an infinity in the vector', { data: FLOATS_WITH_INFINITY }],
    ['a NaN as loss', { lossSum: NaN }],
    ['an infinity as loss', { lossSum: Infinity }],
  ])('costs its worker the membership: %s', (_, changes) => {
    const cluster = pair();
    cluster.answer(2);
    const effects = cluster.answer(1, changes);
    expect(sent(effects, 'refusal')).toEqual([
      {
        to: idOf(1),
        body: {
          kind: 'refusal',
          code: 'NOT_FINITE',
          reason: 'your partial of lease 2 holds a NaN or an infinity',
        },
      },
    ]);
    expect(leased(effects)).toEqual(['w2: 0-1']);
    expect(refusals(cluster.join(1))).toEqual(['w1: NOT_FINITE']);
    expect(of(cluster.answer(2), 'stepped')).toHaveLength(1);
    // The next step begins with a clean slate.
    cluster.join(1, {}, 99);
    expect(of(cluster.answer(2, changes), 'ended')).toEqual([]);
  });

  it('of a second worker for the same shards means that training has diverged', () => {
    const cluster = pair();
    cluster.answer(2);
    cluster.answer(1, { lossSum: NaN });
    const effects = cluster.answer(2, { lossSum: NaN });
    const reason =
      'the gradient of step 2 is not finite on a second try either: training has diverged; try a smaller --lr';
    expect(kinds(effects)).toEqual(['broadcast ended', 'ended']);
    expect(effects.at(-1)).toEqual({ kind: 'ended', outcome: 'failed', reason });
    expect(cluster.machine.training.version).toBe(1);
  });

  it('of the only worker is tried once more by it', () => {
    const cluster = new TestCoordinator();
    cluster.join(1);
    const effects = cluster.answer(1, { data: FLOATS_WITH_NAN });
    expect(notices(effects)).toEqual(['warn: worker p.w1 sent a NaN or an infinity; its shards are leased again']);
    expect(refusals(effects)).toEqual([]);
    expect(leased(effects)).toEqual(['w1: 0-3']);
    expect(cluster.leases.get(1)!.leaseId).toBe(2);
    expect(of(cluster.answer(1), 'stepped')).toHaveLength(1);
  });

  it('of the only worker on its second try ends the run, and says what to change', () => {
    const cluster = new TestCoordinator();
    cluster.join(1);
    cluster.answer(1, { lossSum: NaN });
    expect(of(cluster.answer(1, { lossSum: NaN }), 'ended')).toEqual([
      {
        kind: 'ended',
        outcome: 'failed',
        reason:
          'the gradient of step 1 is not finite on a second try either: training has diverged; try a smaller --lr',
      },
    ]);
    expect(cluster.join(2)).toEqual([]);
  });

  it('in the evaluation is named as such, after the checkpoint that is being written', () => {
    const cluster = new TestCoordinator({ totalSteps: 1 });
    cluster.join(1);
    cluster.answer(1);
    cluster.answer(1, { lossSum: NaN });
    expect(kinds(cluster.answer(1, { lossSum: NaN }))).toEqual(['broadcast ended']);
    expect(cluster.handle({ kind: 'checkpointed', version: 1 })).toContainEqual({
      kind: 'ended',
      outcome: 'failed',
      reason: 'the test loss is not finite on a second try either: training has diverged; try a smaller --lr',
    });
  });

  it('takes the largest float32 values for what they are', () => {
    const cluster = new TestCoordinator({}, startState());
    cluster.join(1);
    const most = 3.4028234663852886e38;
    const data = new Uint8Array(Float32Array.of(most, -most).buffer);
    expect(of(cluster.answer(1, { data, lossSum: most }), 'stepped')).toHaveLength(1);
  });
});

describe('the times of a step', () => {
  it('are what a worker computed, waited, and the rest since the lease', () => {
    const cluster = new TestCoordinator();
    cluster.join(1);
    cluster.nowMs = 100;
    const [stepped] = of(cluster.answer(1, { computeMs: 60, waitMs: 30 }), 'stepped');
    expect(stepped!.record.workers).toEqual({ 'p.w1': { computeMs: 60, waitMs: 30, wireMs: 10 } });
  });

  it('count the wait of a lease once, however many nodes it has', () => {
    const cluster = trio();
    for (const n of [1, 3]) cluster.answer(n);
    const [left, right] = [1, 0].map((level) =>
      cluster.parts(2, { waitMs: 30 }).filter((part) => part.level === level),
    );
    cluster.nowMs = 60;
    for (const part of left!) cluster.part(2, { ...part, computeMs: 20 });
    cluster.nowMs = 100;
    const [stepped] = of(
      right!.flatMap((part) => cluster.part(2, { ...part, computeMs: 45 })),
      'stepped',
    );
    expect(stepped!.record.workers['p.w2']).toEqual({ computeMs: 65, waitMs: 30, wireMs: 5 });
  });

  it('of two leases of one worker add up', () => {
    const cluster = pair();
    cluster.nowMs = 100;
    cluster.answer(2, { computeMs: 50, waitMs: 20 });
    cluster.handle({ kind: 'gone', worker: idOf(1), reason: 'fell over' });
    cluster.nowMs = 300;
    const [stepped] = of(cluster.answer(2, { computeMs: 110, waitMs: 40 }), 'stepped');
    expect(stepped!.record.workers).toEqual({ 'p.w2': { computeMs: 160, waitMs: 60, wireMs: 80 } });
  });
});
