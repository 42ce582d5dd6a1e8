import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { adamInitial, adamStep } from './adam.js';
import { LengthMismatchError } from '../errors.js';
import { lcg } from '../testing/gradient-sums.js';

const ADAM = { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** Returns a function for `map` that makes an asymmetric matcher: equal to a value within `decimals` decimals. */
function closeTo(decimals: number): (value: number) => unknown {
  return (value): unknown => expect.closeTo(value, decimals);
}

/** SHA-256 (hex) of weights, m, v and the powers of β after 100 updates of 1,000 weights. */
function goldenHash(): string {
  const below = lcg(7);
  const values = (): Float32Array =>
    Float32Array.from({ length: 1000 }, () => (below(0x100_0000) - 0x80_0000) / (1 << below(24)));
  const weights = values();
  const state = adamInitial(weights.length);
  for (let step = 0; step < 100; step++) adamStep(weights, values(), step % 10 === 9 ? 96 : 128, state, ADAM);
  const hash = createHash('sha256');
  for (const vector of [weights, state.m, state.v, Float64Array.of(state.beta1Power, state.beta2Power)]) {
    hash.update(new Uint8Array(vector.buffer));
  }
  return hash.digest('hex');
}

describe('adamStep', () => {
  it('moves each weight by the learning rate against its gradient in the first update, for every magnitude', () => {
    const weights = new Float32Array(4);
    adamStep(weights, Float32Array.of(1e-3, -5, 1e6, 0), 2, adamInitial(4), ADAM);
    // m̂ = g and √v̂ = |g|, so the change is lr·g / (|g| + ε), which is slightly less than lr for a small g.
    const expected = [-0.001 * (5e-4 / (5e-4 + 1e-8)), 0.001, -0.001, 0];
    expected.forEach((value, i) => expect(weights[i]).toBeCloseTo(value, 9));
    expect(weights[0]).not.toBe(-Math.fround(0.001));
  });

  it('gives the values computed by hand for two updates', () => {
    const weights = Float32Array.of(1, -2, 0.5);
    const state = adamInitial(3);
    // The gradients are 0.5, -1 and 0, so m = 0.1·g and v = 0.001·g².
    adamStep(weights, Float32Array.of(2, -4, 0), 4, state, ADAM);
    expect([...state.m]).toEqual([0.05, -0.1, 0].map(Math.fround));
    expect([...state.v]).toEqual([0.00025, 0.001, 0].map(Math.fround));
    expect([state.beta1Power, state.beta2Power]).toEqual([0.9, 0.999]);
    expect([...weights]).toEqual([0.999, -1.999, 0.5].map(Math.fround));
    // The gradients are 0.25, 2 and 0.0625. The first weight changes by 0.001/0.19 · 0.07 / √(0.00031225/0.001999).
    adamStep(weights, Float32Array.of(1, 8, 0.25), 4, state, ADAM);
    expect([...state.m]).toEqual([0.07, 0.11, 0.00625].map(closeTo(8)));
    expect([...state.v]).toEqual([0.00031225, 0.004999, 0.00000390625].map(closeTo(9)));
    expect([state.beta1Power, state.beta2Power]).toEqual([0.9 * 0.9, 0.999 * 0.999]);
    const moved = [0.999 - 0.000932, -1.999 - 0.000366, 0.5 - 0.000744];
    expect([...weights]).toEqual(moved.map(closeTo(6)));
    // These bits were computed by a second implementation in another language.
    expect([...weights]).toEqual([0.9980678558349609, -1.999366044998169, 0.49925586581230164]);
  });

  it('divides the gradient sum by the number of samples and rounds the mean to float32', () => {
    const state = adamInitial(100);
    const sums = Float32Array.from({ length: 100 }, (_, i) => i);
    adamStep(new Float32Array(100), sums, 96, state, ADAM);
    expect(state.m).toEqual(sums.map((sum) => (1 - 0.9) * Math.fround(sum / 96)));
    expect(state.m).not.toEqual(sums.map((sum) => (1 - 0.9) * (sum / 96)));
  });

  it('does not change a weight whose gradient is always 0, even -0', () => {
    const weights = Float32Array.of(-0, 3);
    for (const state = adamInitial(2); state.beta1Power > 0.5;) {
      adamStep(weights, new Float32Array(2), 128, state, ADAM);
    }
    expect(Object.is(weights[0], -0)).toBe(true);
    expect(weights[1]).toBe(3);
  });

  it('keeps denormal moments', () => {
    const state = adamInitial(1);
    adamStep(new Float32Array(1), Float32Array.of(2 ** -130), 1, state, ADAM);
    expect(state.m[0]).toBe(Math.fround((1 - 0.9) * 2 ** -130));
    expect(state.m[0]).toBeGreaterThan(0);
  });

  it('resumes from a saved state with the same bits', () => {
    const gradients = [0.5, -3, 0.125, 7].map((value) => Float32Array.of(value, -value));
    const run = (weights: Float32Array, state = adamInitial(2), from = 0) => {
      gradients.slice(from).forEach((gradient) => adamStep(weights, gradient, 3, state, ADAM));
      return { weights, state };
    };
    const whole = run(Float32Array.of(1, 2));
    const weights = Float32Array.of(1, 2);
    const state = adamInitial(2);
    gradients.slice(0, 2).forEach((gradient) => adamStep(weights, gradient, 3, state, ADAM));
    const { m, v, beta1Power, beta2Power } = state;
    expect(run(weights.slice(), { m: m.slice(), v: v.slice(), beta1Power, beta2Power }, 2)).toEqual(whole);
  });

  it('finds the minimum of a parabola', () => {
    const weights = Float32Array.of(-3, 8);
    const state = adamInitial(2);
    const config = { ...ADAM, learningRate: 0.1 };
    for (let step = 0; step < 500; step++) {
      const gradient = weights.map((w) => 2 * (w - 2));
      adamStep(weights, gradient, 1, state, config);
    }
    weights.forEach((weight) => expect(weight).toBeCloseTo(2, 2));
  });

  it.each([
    ['the gradient has 3 values, expected 2', 3, {}],
    ['m has 1 values, expected 2', 2, { m: new Float32Array(1) }],
    ['v has 1 values, expected 2', 2, { v: new Float32Array(1) }],
  ])('refuses vectors of different lengths and changes nothing: %s', (message, gradientLength, other) => {
    const weights = Float32Array.of(1, 2);
    const state = { ...adamInitial(2), ...other };
    const step = () => adamStep(weights, new Float32Array(gradientLength), 1, state, ADAM);
    expect(step).toThrow(LengthMismatchError);
    expect(step).toThrow(message);
    expect([...weights, state.beta1Power]).toEqual([1, 2, 1]);
  });

  it('gives the same bits on every Node version and machine', () => {
    expect(goldenHash()).toBe('07847748e15fe194540d57d47667e2c75bed87faa6b5a9a62730dbac18e8ff5d');
  });
});
