/**
 * The bits that everything random in this library comes out as. Every Node version and machine has to agree on them: two workers that
 * drew other numbers would train on other data.
 */
import { createHash } from 'node:crypto';
import { epochPermutation } from '../plan.js';
import { fillUniform, Purpose } from '../random.js';

const SEEDS = [0, 1, 0x1f_ffff_ffff_ffff];

/** SHA-256 (hex) of permutations and uniform numbers, as little-endian bytes. */
export function goldenHash(): string {
  const hash = createHash('sha256');
  const add = (values: Uint32Array | Float64Array): void => {
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  };
  for (const seed of SEEDS) {
    add(epochPermutation(seed, 0, 60_000));
    add(epochPermutation(seed, 2, 300));
    const weights = new Float64Array(1001);
    fillUniform(weights, seed, Purpose.initialWeights, 5, 0);
    add(weights);
  }
  return hash.digest('hex');
}
