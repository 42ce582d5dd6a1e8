/**
 * Makes images out of noise: predict, move a part of the way towards the prediction, repeat.
 *
 * At step i of n the part is 1/(n-i), so the last step takes the prediction as it is.
 * After the sampling loop in Hugging Face's course on diffusion models ("Diffusion models from scratch").
 */
import { fillUniform, Purpose } from '@lockstep/data';

import { IMAGE_PIXELS } from './unet.js';

/** Predicts `size` clean images [size, 28, 28, 1] from noised ones of the same shape. */
export type Predict = (noised: Float32Array, size: number) => Float32Array;

export interface SampleStep {
  /** What went into the model: [size, 28, 28, 1]. */
  readonly input: Float32Array;
  /** What the model made of it; of the last step, the finished images. */
  readonly prediction: Float32Array;
}

/** Runs `steps` steps from `start` ([size, 28, 28, 1]) and yields each one. */
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

/** Uniform noise in [0, 1) for `count` images; image i depends on the seed and on i alone. */
export function initialNoise(seed: number, count: number): Float32Array {
  const noise = new Float32Array(count * IMAGE_PIXELS);
  for (let image = 0; image < count; image++) {
    fillUniform(noise.subarray(image * IMAGE_PIXELS, (image + 1) * IMAGE_PIXELS), seed, Purpose.sampling, image, 0);
  }
  return noise;
}
