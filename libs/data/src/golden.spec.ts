import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { epochPermutation } from './plan.js';
import { fillUniform, Purpose } from './random.js';

/** SHA-256 (hex) of permutations and uniform numbers, as little-endian bytes. */
function goldenHash(): string {
  const hash = createHash('sha256');
  const add = (values: Uint32Array | Float64Array): void => {
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  };
  for (const seed of [0, 1, Number.MAX_SAFE_INTEGER]) {
    add(epochPermutation(seed, 0, 60_000));
    add(epochPermutation(seed, 2, 300));
    const weights = new Float64Array(1001);
    fillUniform(weights, seed, Purpose.initialWeights, 5, 0);
    add(weights);
  }
  return hash.digest('hex');
}

// Two workers that draw different numbers train on different data.
it('gives the same bits on every Node version and machine', () => {
  expect(goldenHash()).toBe('98fcad6b9543263e5834c74f60cbd26a6d32103dcc1f935a3ee43b71bdbd5a50');
});
