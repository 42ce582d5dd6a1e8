/**
 * The bits that everything random and rounded in this library comes out as. Every Node version and machine has to agree on
 * them: two workers that drew other noise would train on other data.
 */
import { createHash } from 'node:crypto';
import { testBatch, trainingBatch, type Batch } from '../batch.js';
import { epochPermutation } from '../plan.js';
import { fillUniform, Purpose } from '../random.js';
import { patternImages } from './images.js';

const SEEDS = [0, 1, 0x1f_ffff_ffff_ffff];

/** SHA-256 (hex) of permutations, uniforms, training and test batches, as little-endian bytes. */
export function goldenHash(): string {
  const hash = createHash('sha256');
  const add = (values: Uint32Array | Float32Array | Float64Array): void => {
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  };
  const addBatch = ({ clean, noised, amounts }: Batch): void => [clean, noised, amounts].forEach(add);
  const images = patternImages(300);
  for (const seed of SEEDS) {
    add(epochPermutation(seed, 0, 60_000));
    const permutation = epochPermutation(seed, 2, images.count);
    add(permutation);
    const weights = new Float64Array(1001);
    fillUniform(weights, seed, Purpose.initialWeights, 5, 0);
    add(weights);
    addBatch(trainingBatch({ images, permutation, seed, epoch: 2, start: 200, size: 100 }));
    addBatch(testBatch({ images, seed, start: 10, size: 24 }));
  }
  return hash.digest('hex');
}
