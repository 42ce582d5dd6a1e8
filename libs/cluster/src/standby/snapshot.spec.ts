import { describe, expect, it } from 'vitest';
import { headerOf, packState, snapshotLength, unpackState } from './snapshot.js';

describe('a snapshot', () => {
  it.each([0, 1, 7])('of %d updates comes back bit by bit, and is a copy', (version) => {
    const vector = (from: number) => Float32Array.from([from, -0, 1.401298464324817e-45, Infinity, from / 3]);
    const state = {
      version,
      weights: vector(1),
      adam: { m: vector(2), v: vector(3), beta1Power: 0.9 ** version, beta2Power: 0.999 ** version },
      losses: Array.from({ length: version }, (_, i) => 1 / (i + 3)),
      fingerprint: 'f'.repeat(64),
    };
    const packed = packState(state);
    expect(packed.length).toBe(snapshotLength(5, version));
    const header = headerOf(state);
    const copy = structuredClone(state);
    state.weights.fill(0);
    state.losses.fill(0);
    // toEqual tells -0 from +0.
    expect(unpackState(packed, header, 5)).toEqual(copy);
  });
});
