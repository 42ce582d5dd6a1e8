import { describe, expect, it } from 'vitest';
import { SampleRangeError } from './errors.js';
import { epochPermutation, sampleIndices, shardRange, stepPosition, stepsPerEpoch } from './plan.js';

describe('epochPermutation', () => {
  it.each([0, 1, 2, 3, 100, 60_000])('contains each of %d samples once', (count) => {
    const order = epochPermutation(3, 1, count);
    expect(order.slice().sort()).toEqual(Uint32Array.from({ length: count }, (_, i) => i));
  });

  it('is a function of seed and epoch', () => {
    expect(epochPermutation(5, 2, 1000)).toEqual(epochPermutation(5, 2, 1000));
    const orders = [
      epochPermutation(5, 2, 1000),
      epochPermutation(5, 3, 1000),
      epochPermutation(6, 2, 1000),
      epochPermutation(5 + 0x1_0000_0000, 2, 1000),
    ];
    expect(new Set(orders.map(String)).size).toBe(orders.length);
  });

  it('gives all orders of four samples with equal frequency', () => {
    const epochs = 24_000;
    const seen = new Map<string, number>();
    for (let epoch = 0; epoch < epochs; epoch++) {
      const order = String(epochPermutation(1, epoch, 4));
      seen.set(order, (seen.get(order) ?? 0) + 1);
    }
    expect(seen.size).toBe(24);
    const expected = epochs / 24;
    const chiSquared = [...seen.values()].reduce((sum, found) => sum + (found - expected) ** 2 / expected, 0);
    // 23 degrees of freedom: mean 23, standard deviation √46.
    expect(chiSquared).toBeLessThan(23 + 5 * Math.sqrt(46));
  });

  it('has about one fixed point', () => {
    let fixed = 0;
    for (let epoch = 0; epoch < 200; epoch++) {
      fixed += epochPermutation(2, epoch, 500).filter((sample, place) => sample === place).length;
    }
    // The number of fixed points of a random permutation has mean 1 and variance 1.
    expect(Math.abs(fixed - 200)).toBeLessThan(5 * Math.sqrt(200));
  });
});

describe('stepPosition', () => {
  it('divides 60,000 samples into 469 steps per epoch, the last with 96 samples', () => {
    expect(stepsPerEpoch(60_000, 128)).toBe(469);
    expect(stepPosition(0, 60_000, 128)).toEqual({ epoch: 0, stepInEpoch: 0, start: 0, size: 128 });
    expect(stepPosition(468, 60_000, 128)).toEqual({ epoch: 0, stepInEpoch: 468, start: 59_904, size: 96 });
    expect(stepPosition(469, 60_000, 128)).toEqual({ epoch: 1, stepInEpoch: 0, start: 0, size: 128 });
    expect(stepPosition(3 * 469 - 1, 60_000, 128)).toEqual({ epoch: 2, stepInEpoch: 468, start: 59_904, size: 96 });
  });

  it('covers every sample of an epoch exactly once for every batch size', () => {
    for (let samples = 1; samples <= 40; samples++) {
      for (let batchSize = 1; batchSize <= 45; batchSize++) {
        const steps = stepsPerEpoch(samples, batchSize);
        let next = 0;
        for (let step = 0; step < steps; step++) {
          const position = stepPosition(2 * steps + step, samples, batchSize);
          expect(position).toMatchObject({ epoch: 2, stepInEpoch: step, start: next });
          expect(position.size).toBeGreaterThan(0);
          expect(position.size).toBeLessThanOrEqual(batchSize);
          next += position.size;
        }
        expect(next).toBe(samples);
      }
    }
  });
});

describe('shardRange', () => {
  it('divides batches of 128 and 96 samples evenly', () => {
    expect([0, 1, 2, 3].map((shard) => shardRange(128, 4, shard))).toEqual([
      { start: 0, size: 32 },
      { start: 32, size: 32 },
      { start: 64, size: 32 },
      { start: 96, size: 32 },
    ]);
    expect([0, 1, 2, 3].map((shard) => shardRange(96, 4, shard).size)).toEqual([24, 24, 24, 24]);
  });

  it('covers a batch exactly, in order, with sizes that differ by at most one, larger shards first', () => {
    for (let batchSize = 0; batchSize <= 40; batchSize++) {
      for (let shards = 1; shards <= 12; shards++) {
        const ranges = Array.from({ length: shards }, (_, shard) => shardRange(batchSize, shards, shard));
        let next = 0;
        for (const { start, size } of ranges) {
          expect(start).toBe(next);
          next += size;
        }
        expect(next).toBe(batchSize);
        const sizes = ranges.map(({ size }) => size);
        expect(sizes).toEqual(sizes.slice().sort((a, b) => b - a));
        expect(sizes[0]! - sizes.at(-1)!).toBeLessThanOrEqual(1);
      }
    }
  });
});

describe('sampleIndices', () => {
  const order = epochPermutation(7, 3, 200);

  it('returns a range of the order', () => {
    expect([...sampleIndices(order, 190, 10)]).toEqual([...order.slice(190)]);
    expect(sampleIndices(order, 0, 200)).toEqual(order);
  });

  it.each([
    { start: 190, size: 11 },
    { start: -1, size: 2 },
    { start: 0, size: -1 },
    { start: 0.5, size: 1 },
    { start: Number.NaN, size: 1 },
  ])('refuses $size samples starting at $start of 200', ({ start, size }) => {
    expect(() => sampleIndices(order, start, size)).toThrow(SampleRangeError);
    expect(() => sampleIndices(order, start, size)).toThrow(
      `a batch of ${size} samples starting at ${start} is not within the data set, which has 200 samples`,
    );
  });
});
