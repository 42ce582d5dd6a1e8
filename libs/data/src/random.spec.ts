import { describe, expect, it } from 'vitest';
import { philox4x32 } from './philox.js';
import { fillUniform, keyOf, Purpose, WordStream } from './random.js';

function uniforms(count: number, seed: number, purpose: Purpose, a: number, b: number): Float64Array {
  const out = new Float64Array(count);
  fillUniform(out, seed, purpose, a, b);
  return out;
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe('keyOf', () => {
  it('splits a seed into its low 32 and high 21 bits', () => {
    expect([...keyOf(0)]).toEqual([0, 0]);
    expect([...keyOf(0xffff_ffff)]).toEqual([0xffff_ffff, 0]);
    expect([...keyOf(0x1_0000_0000)]).toEqual([0, 1]);
    expect([...keyOf(Number.MAX_SAFE_INTEGER)]).toEqual([0xffff_ffff, 0x1f_ffff]);
  });

  it.each([-1, 0.5, Number.MAX_SAFE_INTEGER + 1, Number.NaN, Infinity])('refuses the seed %d', (seed) => {
    expect(() => keyOf(seed)).toThrow(`the seed is ${seed}, expected an integer from 0 to 9007199254740991`);
  });
});

describe('WordStream', () => {
  it('concatenates the blocks of the counters [0, a, b, purpose], [1, a, b, purpose], ...', () => {
    const stream = new WordStream(0x3_0000_0007, Purpose.trainNoise, 11, 13);
    const block = new Uint32Array(4);
    for (let i = 0; i < 5; i++) {
      philox4x32(Uint32Array.of(i, 11, 13, Purpose.trainNoise), Uint32Array.of(7, 3), block);
      expect([stream.next(), stream.next(), stream.next(), stream.next()]).toEqual([...block]);
    }
  });
});

describe('fillUniform', () => {
  it('gives multiples of 2^-24 from the upper 24 bits, the same in float32 and float64', () => {
    const wide = uniforms(1001, 1, Purpose.sampling, 2, 3);
    const narrow = new Float32Array(1001);
    fillUniform(narrow, 1, Purpose.sampling, 2, 3);
    expect(Float64Array.from(narrow)).toEqual(wide);
    const stream = new WordStream(1, Purpose.sampling, 2, 3);
    for (const value of wide) expect(value * 0x100_0000).toBe(Math.floor(stream.next() / 256));
  });

  it('fills a shorter vector with a prefix of a longer one', () => {
    expect(uniforms(10, 1, Purpose.sampling, 2, 3)).toEqual(uniforms(1000, 1, Purpose.sampling, 2, 3).subarray(0, 10));
  });

  it('gives different numbers for every seed, purpose and index', () => {
    const streams = [
      uniforms(4, 0, Purpose.trainNoise, 0, 0),
      uniforms(4, 1, Purpose.trainNoise, 0, 0),
      uniforms(4, 0x1_0000_0000, Purpose.trainNoise, 0, 0),
      uniforms(4, 0, Purpose.trainNoise, 1, 0),
      uniforms(4, 0, Purpose.trainNoise, 0, 1),
      ...Object.values(Purpose)
        .filter((purpose) => purpose !== Purpose.trainNoise)
        .map((purpose) => uniforms(4, 0, purpose, 0, 0)),
    ];
    expect(new Set(streams.map(String)).size).toBe(streams.length);
  });

  it('has the range, moments, histogram and lag-1 correlation of independent uniform numbers', () => {
    const count = 200_000;
    const values = uniforms(count, 42, Purpose.trainNoise, 0, 0);
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    const mean = meanOf(values);
    // Bounds are five standard errors: 1/√(12n) for the mean, 1/√(180n) for the variance, 1/(12√n) for the lag-1 covariance.
    expect(Math.abs(mean - 1 / 2)).toBeLessThan(5 / Math.sqrt(12 * count));
    expect(Math.abs(meanOf(values.map((value) => (value - 0.5) * (value - 0.5))) - 1 / 12)).toBeLessThan(
      5 / Math.sqrt(180 * count),
    );
    const products = values.map((value, i) => (value - 0.5) * (values[(i + 1) % count]! - 0.5));
    expect(Math.abs(meanOf(products))).toBeLessThan(5 / (12 * Math.sqrt(count)));
    const bins = new Float64Array(100);
    for (const value of values) bins[Math.floor(value * 100)]! += 1;
    const expected = count / 100;
    const chiSquared = bins.reduce((sum, found) => sum + ((found - expected) * (found - expected)) / expected, 0);
    // 99 degrees of freedom: mean 99, standard deviation √198.
    expect(Math.abs(chiSquared - 99)).toBeLessThan(5 * Math.sqrt(198));
  });

  it('has no correlation between neighbouring streams', () => {
    const streams = 20_000;
    const firsts = Float64Array.from(
      { length: streams },
      (_, sample) => uniforms(1, 0, Purpose.trainNoise, 0, sample)[0]!,
    );
    expect(Math.abs(meanOf(firsts) - 1 / 2)).toBeLessThan(5 / Math.sqrt(12 * streams));
    const products = firsts.map((value, i) => (value - 0.5) * (firsts[(i + 1) % streams]! - 0.5));
    expect(Math.abs(meanOf(products))).toBeLessThan(5 / (12 * Math.sqrt(streams)));
  });
});
