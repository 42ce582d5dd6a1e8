import { describe, expect, it } from 'vitest';
import { InvalidSliceError } from '../errors.js';
import { lcg } from '../testing/gradient-sums.js';
import { gradientScale, meanGradientNorm, NORM_BLOCK, squaresPerBlock } from './norm.js';

/** Values of many magnitudes, for which the bits of a sum depend on the order of additions. */
function values(length: number): Float32Array {
  const below = lcg(length);
  return Float32Array.from({ length }, () => (below(0x100_0000) - 0x80_0000) / (1 << below(24)));
}

/** The sum of squares in index order, by definition. */
function squares(vector: Float32Array): number {
  return vector.reduce((sum, value) => sum + value * value, 0);
}

function blocks(vector: Float32Array): number[] {
  const count = Math.ceil(vector.length / NORM_BLOCK);
  return Array.from({ length: count }, (_, i) => squares(vector.subarray(i * NORM_BLOCK, (i + 1) * NORM_BLOCK)));
}

describe('squaresPerBlock', () => {
  it.each([0, 1, NORM_BLOCK - 1, NORM_BLOCK, 4 * NORM_BLOCK, 6 * NORM_BLOCK + 7])(
    'adds the squares of %i values in index order within each block',
    (length) => {
      const vector = values(length);
      expect([...squaresPerBlock(vector)]).toEqual(blocks(vector));
    },
  );

  it('gives the same bits for slices of whole blocks', () => {
    const vector = values(7 * NORM_BLOCK + 5);
    const cuts = [0, 1, 6, 7].map((block) => block * NORM_BLOCK).concat(vector.length);
    const slices = cuts.slice(1).map((end, i) => squaresPerBlock(vector, cuts[i], end));
    expect(slices.flatMap((slice) => [...slice])).toEqual(blocks(vector));
    expect(meanGradientNorm(slices, 3)).toBe(meanGradientNorm([squaresPerBlock(vector)], 3));
  });

  it.each([
    [1, 3 * NORM_BLOCK],
    [0, NORM_BLOCK + 1],
    [-NORM_BLOCK, NORM_BLOCK],
    [2 * NORM_BLOCK, NORM_BLOCK],
    [0, 4 * NORM_BLOCK],
    [0, NaN],
  ])('refuses the range from %i to %i of 3.5 blocks', (start, end) => {
    const vector = new Float32Array(3.5 * NORM_BLOCK);
    expect(() => squaresPerBlock(vector, start, end)).toThrow(InvalidSliceError);
    expect(() => squaresPerBlock(vector, start, end)).toThrow(
      `[${start}, ${end}) of 57344 values is not a slice of whole blocks of 16384 values`,
    );
  });
});

describe('meanGradientNorm', () => {
  it('adds blocks in order, which differs from a single sum over all values', () => {
    const vector = values(9 * NORM_BLOCK);
    const norm = meanGradientNorm([squaresPerBlock(vector)], 128);
    expect(norm).toBe(Math.sqrt(blocks(vector).reduce((sum, block) => sum + block, 0)) / 128);
    expect(norm).not.toBe(Math.sqrt(squares(vector)) / 128);
    expect(meanGradientNorm([squaresPerBlock(Float32Array.of(6, -8))], 2)).toBe(5);
  });

  it('handles values whose square float32 cannot represent', () => {
    expect(meanGradientNorm([squaresPerBlock(Float32Array.of(1e30))], 1)).toBeCloseTo(Math.fround(1e30), -15);
    expect(meanGradientNorm([squaresPerBlock(Float32Array.of(2 ** -149))], 1)).toBe(2 ** -149);
  });
});

describe('gradientScale', () => {
  it('divides by the number of samples and scales down only gradients that exceed the norm', () => {
    expect(gradientScale(96, 1e9)).toBe(1 / 96);
    expect(gradientScale(96, 0.5, 1)).toBe(1 / 96);
    expect(gradientScale(4, 10, 1)).toBe(0.25 * (1 / (10 + 1e-6)));
  });

  it('propagates a NaN', () => {
    expect(gradientScale(1, NaN, 1)).toBeNaN();
  });
});
