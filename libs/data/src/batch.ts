/**
 * Batches of clean and corrupted images.
 *
 * corrupt(x, a) = x·(1−a) + u·a with u uniform per pixel and one amount a per image, as in the "diffusion from scratch" unit of
 * the Hugging Face diffusion models course. Computed in float64 and rounded once. All that is random about a sample is
 * keyed by (seed, epoch, sample index): it does not depend on the batch, shard or worker that computes it.
 */
import { SampleRangeError } from './errors.js';
import type { ImageSet } from './idx.js';
import { fillUniform, Purpose } from './random.js';

export interface Batch {
  size: number;
  /** [size, 28, 28, 1] in 0..1. */
  clean: Float32Array;
  /** [size, 28, 28, 1]. */
  noised: Float32Array;
  /** [size] in [0, 1). */
  amounts: Float32Array;
}

const MAX_PIXEL = 255;

/** Writes one image, blended with noise by `amount`, into `noised` from `offset` on. `uniform` has a number per pixel. */
export function corruptInto(
  cleanPixels: Uint8Array,
  amount: number,
  uniform: Float64Array,
  noised: Float32Array,
  offset: number,
): void {
  for (let i = 0; i < cleanPixels.length; i++) {
    noised[offset + i] = (cleanPixels[i]! / MAX_PIXEL) * (1 - amount) + uniform[i]! * amount;
  }
}

export interface TrainingBatchOptions {
  images: ImageSet;
  /** The epoch's order of the samples. */
  permutation: Uint32Array;
  seed: number;
  epoch: number;
  /** First sample, in the epoch's order. */
  start: number;
  size: number;
}

/** The samples from `start` to before `start + size` of an epoch, with a ~ U[0,1). @throws SampleRangeError */
export function trainingBatch({ images, permutation, seed, epoch, start, size }: TrainingBatchOptions): Batch {
  checkRange(start, size, permutation.length, "the epoch's order");
  return makeBatch(images, permutation.subarray(start, start + size), seed, Purpose.trainNoise, epoch);
}

/** Test images `start` to before `start + size`, a ~ U[0,1), noise keyed by (seed, test, index). @throws SampleRangeError */
export function testBatch({ images, seed, start, size }: Omit<TrainingBatchOptions, 'permutation' | 'epoch'>): Batch {
  checkRange(start, size, images.count, 'the test set');
  const samples = Uint32Array.from({ length: size }, (_, i) => start + i);
  return makeBatch(images, samples, seed, Purpose.testNoise, 0);
}

function checkRange(start: number, size: number, available: number, where: string): void {
  const integers = Number.isSafeInteger(start) && Number.isSafeInteger(size);
  if (integers && start >= 0 && size >= 0 && start + size <= available) return;
  throw new SampleRangeError(`a batch of ${size} samples from ${start} on is not in ${where}, which has ${available}`);
}

function makeBatch(images: ImageSet, samples: Uint32Array, seed: number, purpose: Purpose, epoch: number): Batch {
  const size = samples.length;
  const imagePixels = images.rows * images.columns;
  const clean = new Float32Array(size * imagePixels);
  const noised = new Float32Array(size * imagePixels);
  const amounts = new Float32Array(size);
  const drawn = new Float64Array(1 + imagePixels);
  for (let i = 0; i < size; i++) {
    const sample = samples[i]!;
    if (sample >= images.count) {
      throw new SampleRangeError(
        `there is no image ${sample}: the dataset has ${images.count}. Use the run's own dataset`,
      );
    }
    fillUniform(drawn, seed, purpose, epoch, sample);
    const amount = drawn[0]!;
    amounts[i] = amount;
    const pixels = images.pixels.subarray(sample * imagePixels, (sample + 1) * imagePixels);
    const offset = i * imagePixels;
    for (let pixel = 0; pixel < imagePixels; pixel++) clean[offset + pixel] = pixels[pixel]! / MAX_PIXEL;
    corruptInto(pixels, amount, drawn.subarray(1), noised, offset);
  }
  return { size, clean, noised, amounts };
}
