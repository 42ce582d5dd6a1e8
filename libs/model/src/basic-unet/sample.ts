/**
 * Generates images from noise. Each step predicts the clean images and moves the input a part of the way to the prediction.
 *
 * In step i of n, counted from 0, the part is 1 / (n - i), so the result is the last prediction. This is the sampling loop of
 * "Diffusion models from scratch" in Hugging Face's course on diffusion models.
 */
import { fillUniform, Purpose } from '@lockstep/data';

import { IMAGE_PIXELS } from './unet.js';

/** Predicts `size` clean images from noised images. Both are [size, 28, 28, 1]. */
export type Predict = (noised: Float32Array, size: number) => Float32Array;

/** One step of a sampling. */
export interface SampleStep {
  /** Input of the model, [size, 28, 28, 1]. */
  readonly input: Float32Array;
  /** Output of the model, [size, 28, 28, 1]. In the last step these are the generated images. */
  readonly prediction: Float32Array;
}

/** Yields each of `steps` steps that start with the images `start`, [size, 28, 28, 1]. */
export function* sampleSteps(
  predict: Predict,
  start: Float32Array,
  size: number,
  steps: number,
): Generator<SampleStep> {
  let input = start;
  for (let step = 0; step < steps; step++) {
    const prediction = predict(input, size);
    yield { input, prediction };
    const mix = 1 / (steps - step);
    input = input.map((value, index) => value * (1 - mix) + prediction[index]! * mix);
  }
}

/** Returns uniform noise in [0, 1), [count, 28, 28, 1]. Image i depends only on the seed and i. */
export function initialNoise(seed: number, count: number): Float32Array {
  const noise = new Float32Array(count * IMAGE_PIXELS);
  for (let image = 0; image < count; image++) {
    fillUniform(noise.subarray(image * IMAGE_PIXELS, (image + 1) * IMAGE_PIXELS), seed, Purpose.sampling, image, 0);
  }
  return noise;
}
