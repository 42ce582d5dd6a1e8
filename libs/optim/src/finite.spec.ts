import { expect, it } from 'vitest';
import { isFiniteVector } from './finite.js';

it('detects a NaN or an infinity at every index of vectors of every length', () => {
  for (let length = 0; length < 12; length++) {
    const vector = Float32Array.from({ length }, (_, i) => (i % 2 === 0 ? -3e38 : 1e-45));
    expect(isFiniteVector(vector), `${length} finite values`).toBe(true);
    for (let place = 0; place < length; place++) {
      for (const value of [NaN, Infinity, -Infinity]) {
        const broken = vector.with(place, value);
        expect(isFiniteVector(broken), `${value} at ${place} of ${length}`).toBe(false);
      }
    }
  }
});

it('accepts zeros of both signs and denormal numbers', () => {
  expect(isFiniteVector(Float32Array.of(0, -0, 1e-45, -1e-45, 3.4e38))).toBe(true);
});
