import { describe, expect, it } from 'vitest';
import { sharedNowMs, STAGES, takeIntervals, timed } from './stages.js';

/** Busy-waits. */
function spin(ms: number): void {
  const endMs = sharedNowMs() + ms;
  while (sharedNowMs() < endMs);
}

describe('timed', () => {
  it('lets an inner stage interrupt the outer one, so that no moment counts twice', () => {
    const startMs = sharedNowMs();
    timed('take', () => {
      spin(2);
      timed('add', () => spin(3));
      spin(1);
    });
    const endMs = sharedNowMs();
    const intervals = takeIntervals();
    const stages = intervals.filter((_, i) => i % 3 === 0).map((stage) => STAGES[stage]);
    expect(stages).toEqual(['take', 'add', 'take']);
    for (let at = 3; at < intervals.length; at += 3) expect(intervals[at + 1]).toBe(intervals[at - 1]);
    expect(intervals[1]).toBeGreaterThanOrEqual(startMs);
    expect(intervals.at(-1)).toBeLessThanOrEqual(endMs);
  });

  it('ends a stage that throws', () => {
    expect(() =>
      timed('take', () => {
        throw new Error('broken');
      }),
    ).toThrow('broken');
    takeIntervals();
    timed('add', () => spin(1));
    expect(takeIntervals()).toHaveLength(3);
  });
});
