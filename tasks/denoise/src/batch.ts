/**
 * Batches of clean and corrupted images.
 *
 * corrupt(x, a) = x·(1−a) + u·a, where u is uniform noise for each pixel and a is one amount for each image, as in "Diffusion models
 * from scratch" of the Hugging Face course on diffusion models. It is computed in float64 and rounded once. The randomness of a sample
 * is keyed by (seed, epoch, sample index), so it does not depend on the batch, shard or worker that computes the sample.
 */
import { fillUniform, Purpose, SampleRangeError } from '@lockstep/data';
import type { Batch, SampleRange } from '@lockstep/task';

import type { ImageSet } from './idx.js';

/** The images of a shard. */
export interface ImageBatch extends Batch {
  /** [size, 28, 28, 1], values from 0 to 1. */
  readonly clean: Float32Array;
  /** [size, 28, 28, 1]: the clean images, corrupted. */
  readonly noised: Float32Array;
  /** [size], the share of noise in each image, in [0, 1). */
  readonly amounts: Float32Array;
}

const MAX_PIXEL = 255;

/** Corrupts one image and writes it into `noised` from `offset`. `uniform` holds one number for each pixel. */
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

/**
 * Returns the images of a sample range, corrupted with amounts that are uniform in [0, 1). The noise of a training image is keyed by
 * (seed, epoch, index), and the noise of a test image by (seed, index).
 * @throws SampleRangeError if there is no image with one of the indices
 */
export function imageBatch(images: ImageSet, seed: number, { phase, epoch, indices }: SampleRange): ImageBatch {
  const [purpose, round] = phase === 'train' ? [Purpose.trainNoise, epoch] : [Purpose.testNoise, 0];
  const size = indices.length;
  const imagePixels = images.rows * images.columns;
  const clean = new Float32Array(size * imagePixels);
  const noised = new Float32Array(size * imagePixels);
  const amounts = new Float32Array(size);
  const drawn = new Float64Array(1 + imagePixels);
  for (let i = 0; i < size; i++) {
    const sample = indices[i]!;
    if (sample >= images.count) {
      throw new SampleRangeError(
        `there is no image ${sample}: the dataset has ${images.count}. Use the run's own dataset`,
      );
    }
    fillUniform(drawn, seed, purpose, round, sample);
    const amount = drawn[0]!;
    amounts[i] = amount;
    const pixels = images.pixels.subarray(sample * imagePixels, (sample + 1) * imagePixels);
    const offset = i * imagePixels;
    for (let pixel = 0; pixel < imagePixels; pixel++) clean[offset + pixel] = pixels[pixel]! / MAX_PIXEL;
    corruptInto(pixels, amount, drawn.subarray(1), noised, offset);
  }
  return { size, clean, noised, amounts };
}
