import { describe, expect, it } from 'vitest';
import { Chance, gapsAfter } from './faults.js';

describe('gapsAfter', () => {
  it('measures the first gap from the fault, and finds the longest gap', () => {
    const commits = [150, 450, 500].map((atMs, i) => ({ step: i + 1, atMs }));
    expect(gapsAfter(100, commits)).toEqual({ nextMs: 50, longestMs: 300 });
  });
});

describe('Chance', () => {
  const draws = (seed: number, stream: number) => {
    const chance = new Chance(seed, stream);
    return Array.from({ length: 100 }, () => chance.next());
  };

  it('depends on seed and stream only, and is in [0, 1)', () => {
    expect(draws(1, 2)).toEqual(draws(1, 2));
    expect(draws(1, 2)).not.toEqual(draws(1, 3));
    expect(draws(1, 2)).not.toEqual(draws(2, 2));
    expect(draws(1, 2).every((draw) => draw >= 0 && draw < 1)).toBe(true);
    expect(Math.max(...draws(1, 2)) - Math.min(...draws(1, 2))).toBeGreaterThan(0.8);
  });
});
