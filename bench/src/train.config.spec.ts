import { describe, expect, it } from 'vitest';
import { UsageError } from '@lockstep/cli';
import { casesOf, checkCases } from './train.config.js';

const config = { rounds: 5, workers: [1, 2, 4], threads: undefined, steps: 100, warmUp: 20, batch: 128 };

describe('the cases of bench:train', () => {
  it('give both sides the same share of the cores, and at least one', () => {
    expect(casesOf(config, 2).map(({ threads }) => threads)).toEqual([2, 1, 1]);
  });

  it('use the given number of threads', () => {
    expect(casesOf({ ...config, threads: 3 }, 2).map(({ threads }) => threads)).toEqual([3, 3, 3]);
  });

  it('have one shard per worker, and the default number of shards if it differs', () => {
    expect(casesOf(config, 2).map(({ shards }) => shards)).toEqual([[1, 4], [2, 4], [4]]);
  });

  it('are refused when the batch cannot be divided evenly', () => {
    const uneven = { ...config, workers: [3] };
    expect(() => checkCases(uneven, casesOf(uneven, 2))).toThrow(UsageError);
  });

  it('are refused when the steps exceed an epoch', () => {
    const long = { ...config, steps: 460 };
    expect(() => checkCases(long, casesOf(long, 2))).toThrow(/do not fit into one epoch/);
  });

  it('are accepted with the default options', () => {
    expect(() => checkCases(config, casesOf(config, 2))).not.toThrow();
  });
});
