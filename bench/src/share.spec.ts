import { describe, expect, it } from 'vitest';
import { ShareOfStep, shareOf } from './share.js';

describe('shareOf', () => {
  it.each([
    [4, 2, ['0+2', '2+2']],
    [4, 3, ['0+2', '2+1', '3+1']],
    [5, 2, ['0+3', '3+2']],
    [4, 4, ['0+1', '1+1', '2+1', '3+1']],
  ])('cuts %i shards for %i workers into contiguous parts', (shards, workers, expected) => {
    const shares = Array.from({ length: workers }, (_, index) => shareOf(shards, workers, index));
    expect(shares.map(({ firstShard, shardCount }) => `${firstShard}+${shardCount}`)).toEqual(expected);
  });
});

describe('ShareOfStep', () => {
  it('is complete after its last shard, for any order and number of nodes', () => {
    const share = new ShareOfStep({ firstShard: 0, shardCount: 3 }, 5);
    const done = [2, 0, 1].map((shard) => {
      const result = { version: 0, leaseId: 1, vector: Float32Array.of(shard), samples: 1, lossSum: 0, computeMs: 1 };
      return share.add({ ...result, shard });
    });
    expect(done).toEqual([false, false, true]);
  });
});
