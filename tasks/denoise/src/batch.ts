/**
 * Batches of clean and corrupted images.
 *
 * corrupt(x, a) = x·(1−a) + u·a with u uniform per pixel and one amount a per image, as in the "diffusion from scratch" unit of
 * the Hugging Face diffusion models course. Computed in float64 and rounded once. All that is random about a sample is
 * keyed by (seed, epoch, sample index): it does not depend on the batch, shard or worker that computes it.
 */
import { fillUniform, Purpose, SampleRangeError } from '@lockstep/data';
import type { Batch, SampleRange } from '@lockstep/task';

import type { ImageSet } from './idx.js';

export interface ImageBatch extends Batch {
  /** [size, 28, 28, 1] in 0..1. */
  readonly clean: Float32Array;
  /** [size, 28, 28, 1]. */
  readonly noised: Float32Array;
  /** [size] in [0, 1): the share of noise in each image. */
  readonly amounts: Float32Array;
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

/**
 * Corrupts images with a ~ U[0,1). The noise of a training image is keyed by (seed, epoch, index), that of a test image by
 * (seed, index).
 * @throws SampleRangeError
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
