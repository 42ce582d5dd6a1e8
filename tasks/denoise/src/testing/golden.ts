/**
 * A hash of all random and rounded values of the batches. It must be equal on all Node versions and machines, because workers with
 * different noise would train on different data.
 */
import { createHash } from 'node:crypto';
import { epochPermutation, fillUniform, Purpose, sampleIndices } from '@lockstep/data';
import { imageBatch, type ImageBatch } from '../batch.js';
import { patternImages } from './images.js';

const SEEDS = [0, 1, 0x1f_ffff_ffff_ffff];

/** Returns the SHA-256 (hex) of permutations, uniform numbers, and batches of both phases, as little-endian bytes. */
export function goldenHash(): string {
  const hash = createHash('sha256');
  const add = (values: Uint32Array | Float32Array | Float64Array): void => {
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  };
  const addBatch = ({ clean, noised, amounts }: ImageBatch): void => [clean, noised, amounts].forEach(add);
  const images = patternImages(300);
  for (const seed of SEEDS) {
    add(epochPermutation(seed, 0, 60_000));
    const permutation = epochPermutation(seed, 2, images.count);
    add(permutation);
    const weights = new Float64Array(1001);
    fillUniform(weights, seed, Purpose.initialWeights, 5, 0);
    add(weights);
    addBatch(imageBatch(images, seed, { phase: 'train', epoch: 2, indices: sampleIndices(permutation, 200, 100) }));
    const test = Uint32Array.from({ length: 24 }, (_, i) => 10 + i);
    addBatch(imageBatch(images, seed, { phase: 'evaluate', epoch: 0, indices: test }));
  }
  return hash.digest('hex');
}
