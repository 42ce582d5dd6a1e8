import { describe, expect, it } from 'vitest';
import { auditOf, counts, lie, losses } from '../testing/audits.js';
import { clusterOf, idOf, leased, refusals, TestCoordinator } from '../testing/coordinator.js';

describe('workers of another fingerprint', () => {
  /** Worker 2 computes with other bits than the others. */
  function mixed(workers: number): TestCoordinator {
    const cluster = new TestCoordinator({
      shards: 1,
      batchSize: 36,
      trainSamples: 72,
      mixedNumerics: true,
      ...auditOf(),
    });
    for (let n = 1; n <= workers; n++) cluster.join(n, n === 2 ? { fingerprint: 'c'.repeat(64) } : {});
    cluster.answer(1);
    return cluster;
  }

  it('are never auditors', () => {
    expect(leased(mixed(3).answer(1))).toEqual(['w3: 0-0']);
    const alone = mixed(2);
    expect(losses(alone.answer(1))).toEqual([1 / 36]);
    expect(counts(alone)).toEqual({ audited: 0, auditsSkipped: 1 });
  });

  it('are not taken for dissenters when they compute the same shards for another reason', () => {
    const cluster = mixed(4);
    expect(leased(cluster.live(1100, [1, 2, 3, 4]))).toEqual(['w2: 0-0']);
    const late = cluster.leases.get(1)!;
    expect(late.leaseId).toBe(2);
    cluster.answer(1);
    expect(refusals(lie(cluster, 2))).toEqual([]);
    const effects = cluster.answer(3);
    expect(refusals(effects)).toEqual([]);
    expect(losses(effects)).toEqual([1 / 36]);
    expect(cluster.machine.workerCount).toBe(4);
  });
});

describe('a node that overlaps with an audited one', () => {
  /** Worker 1 is late with shards 0-3; workers 2 and 3 hold 0-1 and 2-3. */
  function overlapping(...nodes: string[]) {
    const { cluster } = clusterOf(1, 4, auditOf(...nodes));
    for (const n of [2, 3]) cluster.join(n);
    const late = cluster.parts(1);
    expect(leased(cluster.live(1100, [1, 2, 3]))).toEqual(['w2: 0-1', 'w3: 2-3']);
    return { cluster, late };
  }

  it('overtakes it', () => {
    const { cluster, late } = overlapping('1/0');
    expect(losses(cluster.answer(2))).toEqual([]);
    expect(losses(late.flatMap((part) => cluster.part(1, part)))).toEqual([10 / 36]);
    expect(counts(cluster)).toEqual({ audited: 0, auditsSkipped: 0 });
  });

  it('is left out when the audited one is summed up first', () => {
    const { cluster, late } = overlapping('2/0');
    cluster.answer(2);
    expect(losses(late.flatMap((part) => cluster.part(1, part)))).toEqual([]);
    expect(losses(cluster.answer(3))).toEqual([10 / 36]);
    expect(counts(cluster)).toEqual({ audited: 0, auditsSkipped: 0 });
  });

  it('overtakes it though the step goes on: nobody audits it any more', () => {
    const { cluster } = clusterOf(2, 8, auditOf('1/0'));
    const late = cluster.parts(1);
    for (const n of [3, 4]) cluster.join(n);
    expect(leased(cluster.live(1100, [1, 2, 3, 4]))).toEqual(['w3: 0-1', 'w4: 2-3']);
    cluster.answer(3);
    late.forEach((part) => cluster.part(1, part));
    expect(leased(cluster.answer(4))).toEqual([]);
    expect(losses(cluster.answer(2))).toEqual([1]);
  });

  it('makes its partial useless: when nobody can audit it, what is missing is leased again', () => {
    const { cluster, late } = overlapping('2/0');
    cluster.answer(2);
    late.forEach((part) => cluster.part(1, part));
    for (const n of [2, 3]) cluster.handle({ kind: 'gone', worker: idOf(n), reason: 'fell over' });
    expect(leased(cluster.heartbeat(1, { computed: true }))).toEqual(['w1: 2-3']);
    expect(counts(cluster)).toEqual({ audited: 0, auditsSkipped: 1 });
    expect(losses(cluster.answer(1))).toEqual([10 / 36]);
  });

  it('or is the same opens no new case once there is a verdict', () => {
    const { cluster } = clusterOf(4, 2, { leaseFloorMs: 5000, ...auditOf('0/0') });
    expect(leased(cluster.live(2000, [1, 2, 3, 4]))).toEqual(['w3: 0-0', 'w4: 0-0']);
    for (const n of [1, 3]) cluster.answer(n);
    expect(counts(cluster).audited).toBe(1);
    expect(leased(cluster.answer(4))).toEqual([]);
  });
});
