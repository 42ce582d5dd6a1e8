import { describe, expect, it } from 'vitest';
import { median, series } from './statistics.js';

describe('median', () => {
  it('is the middle value of an odd number of values, in any order', () => {
    expect(median([10, 9, 100])).toBe(10);
  });

  it('is the mean of the two middle values of an even number', () => {
    expect(median([4, 1, 100, 2])).toBe(3);
  });

  it('keeps the order of the values', () => {
    expect(series([0.33333, 0.1]).values).toEqual([0.333, 0.1]);
  });
});
