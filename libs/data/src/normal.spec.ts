import { describe, expect, it } from 'vitest';
import { fillNormal, naturalLogarithm, normalQuantile } from './normal.js';
import { Purpose } from './random.js';

function normals(count: number, seed: number, a = 0, b = 0): Float64Array {
  const out = new Float64Array(count);
  fillNormal(out, seed, Purpose.figures, a, b);
  return out;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe('normalQuantile', () => {
  it.each([
    // Wichura (1988), the check values of PPND16.
    [0.25, -0.6744897501960817],
    [0.001, -3.090232306167813],
    [1e-20, -9.262340089798408],
  ])("gives AS 241's published value at %d", (p, z) => {
    expect(Math.abs(normalQuantile(p) / z - 1)).toBeLessThan(1e-15);
  });

  it.each([
    // mpmath, 40 decimal places: sqrt(2) * erfinv(2p - 1).
    [0.1, -1.2815515655446004],
    [0.4, -0.25334710313579974],
    [0.51, 0.025068908258711058],
    [0.074, -1.4466320671589785],
    [0.08, -1.4050715603096325],
    [0.93, 1.4757910281791711],
    [0.999, 3.0902323061678133],
    [1e-6, -4.753424308822899],
    [1e-10, -6.3613409024040562],
    [1.4e-11, -6.6567230915181836],
    [1e-12, -7.0344838253011319],
    [1.1641532182693481e-10, -6.3379577545537893],
  ])('is within 2e-15 of the exact value at %d', (p, z) => {
    expect(Math.abs(normalQuantile(p) - z)).toBeLessThanOrEqual(2e-15 * Math.max(Math.abs(z), 0.1));
  });

  it('is 0 at one half, antisymmetric about it, and increasing across the limits of its three ranges', () => {
    expect(normalQuantile(0.5)).toBe(0);
    for (let exponent = 2; exponent <= 50; exponent++) {
      const p = 1 / 2 ** exponent;
      expect(normalQuantile(1 - p)).toBe(-normalQuantile(p));
      expect(normalQuantile(p)).toBeLessThan(normalQuantile(2 * p));
    }
    for (const limit of [0.075, 0.925, 1.3887943864964021e-11]) {
      const step = limit * 1e-9;
      expect(normalQuantile(limit - step)).toBeLessThan(normalQuantile(limit));
      expect(normalQuantile(limit)).toBeLessThan(normalQuantile(limit + step));
      expect(normalQuantile(limit + step) - normalQuantile(limit - step)).toBeLessThan(2e-8);
    }
  });
});

describe('naturalLogarithm', () => {
  it('is within 2 units in the last place of Math.log', () => {
    for (let x = 0.1; x > 1e-300; x *= 0.7131) {
      expect(Math.abs(naturalLogarithm(x) / Math.log(x) - 1)).toBeLessThan(2 * Number.EPSILON);
    }
    for (let x = 0.1; x < 1e300; x *= 1.713) {
      expect(Math.abs(naturalLogarithm(x) - Math.log(x))).toBeLessThan(1e-15 * Math.max(1, Math.abs(Math.log(x))));
    }
    expect(naturalLogarithm(1)).toBe(0);
  });
});

describe('fillNormal', () => {
  it('gives the same numbers in float32, rounded once, and a shorter vector is a prefix of a longer one', () => {
    const narrow = new Float32Array(1000);
    fillNormal(narrow, 3, Purpose.figures, 0, 0);
    expect(narrow).toEqual(Float32Array.from(normals(1000, 3)));
    expect(normals(10, 3)).toEqual(normals(1000, 3).subarray(0, 10));
  });

  it('gives different numbers for every seed and index', () => {
    const streams = [normals(4, 0), normals(4, 1), normals(4, 0, 1), normals(4, 0, 0, 1)];
    expect(new Set(streams.map(String)).size).toBe(streams.length);
  });

  it('gives these bits on every machine', () => {
    expect([...normals(4, 42)]).toEqual([
      -0.5590284255726341, -1.8627641837498208, -1.1009163266668223, -0.7183584922271391,
    ]);
  });

  it('has the moments, tails, histogram and lag-1 correlation of the standard normal distribution', () => {
    const count = 200_000;
    const values = normals(count, 42);
    const power = (k: number): number => mean(values.map((value) => value ** k));
    // Five standard errors: var(z^k) = E z^2k - (E z^k)^2, with E z^2, 4, 6, 8 = 1, 3, 15, 105.
    const error = (variance: number): number => 5 * Math.sqrt(variance / count);
    expect(Math.abs(power(1))).toBeLessThan(error(1));
    expect(Math.abs(power(2) - 1)).toBeLessThan(error(2));
    expect(Math.abs(power(3))).toBeLessThan(error(15));
    expect(Math.abs(power(4) - 3)).toBeLessThan(error(96));
    const products = values.map((value, i) => value * values[(i + 1) % count]!);
    expect(Math.abs(mean(products))).toBeLessThan(error(1));
    // 100 ranges of equal probability: chi-squared with 99 degrees of freedom, standard deviation √198.
    const bins = new Float64Array(100);
    let bin = 0;
    for (const value of values.slice().sort()) {
      while (bin < 99 && value >= normalQuantile((bin + 1) / 100)) bin++;
      bins[bin]! += 1;
    }
    const expected = count / 100;
    const chiSquared = bins.reduce((sum, found) => sum + (found - expected) ** 2 / expected, 0);
    expect(Math.abs(chiSquared - 99)).toBeLessThan(5 * Math.sqrt(198));
    // P(|z| > 3) = 0.0026998.
    const beyond = values.filter((value) => Math.abs(value) > 3).length / count;
    expect(Math.abs(beyond - 0.0026998)).toBeLessThan(error(0.0026998));
  });
});
