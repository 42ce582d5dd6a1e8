import { describe, expect, it } from 'vitest';
import { coveringNodes } from '@lockstep/optim';
import { apportion, firstRange } from './partition.js';

/** All ranges of a step that nobody computes yet. */
function ranges(shards: number, msPerShard: readonly number[]): [first: number, count: number][] {
  const made: [number, number][] = [];
  let free = Array.from({ length: shards }, (_, i) => i);
  for (let i = 0; i < msPerShard.length && free.length > 0; i++) {
    const count = firstRange(free, msPerShard.slice(i), shards);
    made.push([free[0]!, count]);
    free = free.slice(count);
  }
  expect(free).toEqual([]);
  return made;
}

function endMs(made: readonly [number, number][], msPerShard: readonly number[]): number {
  return Math.max(...made.map(([, count], i) => count * msPerShard[i]!));
}

describe('shares', () => {
  it.each([
    [4, [80, 80], [2, 2]],
    [4, [80, 80, 80], [2, 1, 1]],
    [8, [10, 20], [6, 2]],
    [4, [80, 800], [4, 0]],
    [3, [80, 80, 80, 80], [1, 1, 1, 0]],
    [1, [5], [1]],
  ])('of %i shards at %j ms each are %j', (shards, msPerShard, counts) => {
    expect(apportion(shards, msPerShard)).toEqual(counts);
  });

  it('end as early as any division does', () => {
    for (let shards = 1; shards <= 9; shards++) {
      for (const speeds of [
        [10, 13],
        [10, 29, 35],
        [7, 7, 20],
      ]) {
        const counts = apportion(shards, speeds);
        const end = Math.max(...counts.map((count, i) => count * speeds[i]!));
        const best = Math.min(
          ...divisions(shards, speeds.length).map((each) => Math.max(...each.map((count, i) => count * speeds[i]!))),
        );
        expect(end, `${shards} at ${speeds.join()}`).toBe(best);
      }
    }
  });
});

function divisions(shards: number, workers: number): number[][] {
  if (workers === 1) return [[shards]];
  return Array.from({ length: shards + 1 }, (_, first) => first).flatMap((first) =>
    divisions(shards - first, workers - 1).map((rest) => [first, ...rest]),
  );
}

describe('ranges', () => {
  it('of equal workers are one subtree each', () => {
    for (const workers of [1, 2, 4, 8, 16]) {
      const made = ranges(16, Array<number>(workers).fill(80));
      expect(made).toHaveLength(workers);
      for (const [first, count] of made) expect(coveringNodes(first, count, 16)).toHaveLength(1);
    }
  });

  it('are aligned where that costs no time', () => {
    const made = ranges(16, [80, 80, 80]);
    expect(endMs(made, [80, 80, 80])).toBe(480);
    // 6, 5 and 5 shards from the first on would make seven partials.
    expect(made.flatMap(([first, count]) => coveringNodes(first, count, 16))).toHaveLength(5);
  });

  it('end as early as the shares do, at any speeds', () => {
    for (const shards of [1, 3, 5, 8, 13, 16, 64]) {
      for (const speeds of [
        [10, 10, 10],
        [10, 15, 80],
        [3, 50],
        [10, 11, 12, 13, 14, 15, 16],
      ]) {
        const counts = apportion(shards, speeds);
        const end = Math.max(...counts.map((count, i) => count * speeds[i]!));
        expect(endMs(ranges(shards, speeds), speeds)).toBeLessThanOrEqual(end);
      }
    }
  });

  it('stop at a hole', () => {
    expect(firstRange([0, 1, 5, 6, 7], [10], 8)).toBe(2);
    expect(firstRange([5, 6, 7], [10], 8)).toBe(3);
  });
});
