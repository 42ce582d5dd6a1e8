import { describe, expect, it } from 'vitest';
import { clusterOf, idOf, leased, numberOf, of, sent, TestCoordinator } from '../testing/coordinator.js';
import type { CoordinatorEffect } from '../coordinator/events.js';

describe('what is lost', () => {
  it('a lease that the worker does not speak of is sent again every half second', () => {
    const cluster = new TestCoordinator();
    cluster.join(1);
    const lease = cluster.leases.get(1)!;
    expect(cluster.live(500, [1], { leaseId: 0 }).filter(({ kind }) => kind === 'send')).toEqual([]);
    expect(sent(cluster.live(600, [1], { leaseId: 0 }), 'lease')).toEqual([
      { to: idOf(1), body: { kind: 'lease', ...lease } },
    ]);
    expect(leased(cluster.live(1100, [1], { leaseId: 0 }))).toEqual([]);
    expect(leased(cluster.live(1200, [1], { leaseId: 0 }))).toEqual(['w1: 0-3']);
  });

  it('a lease that the worker speaks of is not sent again', () => {
    const cluster = new TestCoordinator();
    cluster.join(1);
    expect(leased(cluster.live(3000, [1]))).toEqual([]);
  });

  it('parts are asked for again, in contiguous ranges, once the worker has computed', () => {
    const cluster = new TestCoordinator({ parameterCount: 12 });
    cluster.join(1);
    const parts = cluster.parts(1);
    for (const part of [0, 3]) cluster.part(1, parts[part]!);
    expect(sent(cluster.live(3000, [1], { computed: false }), 'gradientRequest')).toEqual([]);
    const asked = sent(cluster.live(3100, [1], { computed: true }), 'gradientRequest');
    expect(asked.map(({ body }) => body)).toEqual([
      { kind: 'gradientRequest', leaseId: 1, level: 2, index: 0, firstPart: 1, partCount: 2 },
      { kind: 'gradientRequest', leaseId: 1, level: 2, index: 0, firstPart: 4, partCount: 2 },
    ]);
    expect(sent(cluster.live(3500, [1], { computed: true }), 'gradientRequest')).toEqual([]);
    expect(sent(cluster.live(3600, [1], { computed: true }), 'gradientRequest')).toHaveLength(2);
  });

  it('a partial of which nothing came is asked for as a whole', () => {
    const cluster = new TestCoordinator();
    cluster.join(1);
    expect(sent(cluster.live(500, [1], { computed: true }), 'gradientRequest').map(({ body }) => body)).toEqual([
      { kind: 'gradientRequest', leaseId: 1, level: 2, index: 0, firstPart: 0, partCount: 2 },
    ]);
  });
});

describe('credits', () => {
  it('let each worker send its share, and the next parts when the last granted one is here', () => {
    const cluster = new TestCoordinator({ parameterCount: 12, inFlightBytes: 32 });
    cluster.join(1);
    cluster.join(2);
    cluster.answer(1);
    expect([1, 2].map((n) => cluster.leases.get(n)!.creditParts)).toEqual([2, 2]);
    const parts = cluster.parts(1);
    expect(cluster.part(1, parts[1]!)).toEqual([]);
    expect(sent(cluster.part(1, parts[0]!), 'gradientRequest').map(({ body }) => body)).toEqual([
      { kind: 'gradientRequest', leaseId: 2, level: 1, index: 0, firstPart: 2, partCount: 2 },
    ]);
    // Doubled, and beyond what was granted: no reason to grant more.
    expect(cluster.part(1, parts[0]!)).toEqual([]);
    expect(cluster.part(1, parts[5]!)).toEqual([]);
    expect(sent(cluster.live(500, [1], { computed: true }), 'gradientRequest').map(({ body }) => body)).toEqual([
      { kind: 'gradientRequest', leaseId: 2, level: 1, index: 0, firstPart: 2, partCount: 2 },
    ]);
  });

  it.each([1, 2, 3, 5, 6])('never let more be under way than the plan allows, with %i workers', (workers) => {
    const inFlightBytes = 8 * 24;
    const { cluster, effects } = clusterOf(workers, 9, { parameterCount: 64, inFlightBytes });
    /** Parts that may be sent and have not come, of each partial of the step. */
    const allowed = new Map<string, number>();
    const arrived = new Map<string, number>();
    const take = (taken: readonly CoordinatorEffect[]): void => {
      for (const { to, body } of sent(taken, 'lease')) {
        const first = cluster.parts(numberOf(to)).filter(({ part }) => part === 0);
        for (const part of first) allowed.set(nodeOf(part), Math.min(body.creditParts, 32));
      }
      for (const { body } of sent(taken, 'gradientRequest')) {
        if (allowed.has(nodeOf(body))) allowed.set(nodeOf(body), body.firstPart + body.partCount);
      }
      const parts = [...allowed].reduce((sum, [node, count]) => sum + count - (arrived.get(node) ?? 0), 0);
      expect(parts * 8).toBeLessThanOrEqual(inFlightBytes);
    };
    take(effects);
    expect(allowed.size).toBeGreaterThanOrEqual(workers);
    const owed = Array.from({ length: workers }, (_, i) =>
      cluster.parts(i + 1).map((part) => ({ n: i + 1, part })),
    ).flat();
    // All partials advance together: each part goes out as soon as it is allowed to.
    owed.sort((a, b) => a.part.part - b.part.part);
    while (owed.length > 0) {
      const next = owed.findIndex(({ part }) => part.part < allowed.get(nodeOf(part))!);
      const [{ n, part }] = owed.splice(next, 1) as [(typeof owed)[number]];
      arrived.set(nodeOf(part), part.part + 1);
      const answer = cluster.part(n, part);
      if (owed.length > 0) take(answer);
      else expect(of(answer, 'stepped')).toHaveLength(1);
    }
  });

  it('are at least one part', () => {
    const cluster = new TestCoordinator({ inFlightBytes: 1 });
    cluster.join(1);
    expect(cluster.leases.get(1)!.creditParts).toBe(1);
  });
});

function nodeOf({ leaseId, level, index }: { leaseId: number; level: number; index: number }): string {
  return `${leaseId}: ${level}/${index}`;
}
