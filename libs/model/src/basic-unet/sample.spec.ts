import { describe, expect, it } from 'vitest';

import { initialNoise, sampleSteps } from './sample.js';

describe('sampleSteps', () => {
  it('moves 1/(n-i) of the way to each prediction', () => {
    const predictions = [0.5, 0.25, 0.125].map((value) => Float32Array.of(value, 1));
    const predict = (): Float32Array => predictions.shift()!;
    const steps = [...sampleSteps(predict, Float32Array.of(1, 1), 1, 3)];
    const first = Math.fround(1 * (1 - 1 / 3) + 0.5 * (1 / 3));
    const second = Math.fround(first * (1 - 1 / 2) + 0.25 * (1 / 2));
    expect(steps.map(({ input }) => input[0])).toEqual([1, first, second]);
    expect(steps.map(({ prediction }) => prediction[0])).toEqual([0.5, 0.25, 0.125]);
    expect(steps.every(({ input }) => input[1] === 1)).toBe(true);
  });

  it('passes the batch size to the model and does not change the start', () => {
    const sizes: number[] = [];
    const start = initialNoise(5, 2);
    const copy = start.slice();
    const predict = (noised: Float32Array, size: number): Float32Array => {
      sizes.push(size);
      return noised.map((value) => value / 2);
    };
    expect([...sampleSteps(predict, start, 2, 5)]).toHaveLength(5);
    expect(sizes).toEqual([2, 2, 2, 2, 2]);
    expect(start).toEqual(copy);
  });
});

describe('initialNoise', () => {
  it('is uniform, and an image does not depend on the number of images', () => {
    const many = initialNoise(7, 64);
    expect(initialNoise(7, 3)).toEqual(many.slice(0, 3 * 784));
    expect(many.slice(0, 784)).not.toEqual(many.slice(784, 2 * 784));
    expect(initialNoise(8, 1)).not.toEqual(many.slice(0, 784));
    expect(many.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(many.reduce((sum, value) => sum + value, 0) / many.length).toBeCloseTo(0.5, 2);
  });
});
