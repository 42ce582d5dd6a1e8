/** The sinusoidal embedding of a timestep (diffusers' get_timestep_embedding). */
import type * as tfjs from '@tensorflow/tfjs-node-gpu';

import type { TensorFlow } from '@lockstep/tensorflow';

/** ln(10000), the logarithm of the ratio of the highest to the lowest frequency. */
const LOG_PERIOD = 9.210340371976184;
/** ln(2) in two parts. The product of the first part and a small integer is exact. */
const [LN2_HIGH, LN2_LOW] = [0.6931471803691238, 1.9082149292705877e-10];

export interface TimeEmbeddingOptions {
  /** Length of the embedding. */
  readonly channels: number;
  readonly flipSinToCos: boolean;
  readonly freqShift: number;
}

/** Returns sines and cosines of timesteps at `channels / 2` frequencies: [n] to [n, channels]. */
export function embedTime(
  tf: TensorFlow,
  timesteps: tfjs.Tensor1D,
  { channels, flipSinToCos, freqShift }: TimeEmbeddingOptions,
): tfjs.Tensor2D {
  const frequencies = timeFrequencies(channels, freqShift);
  const angles = timesteps
    .toFloat()
    .reshape([-1, 1])
    .mul(tf.tensor2d(frequencies, [1, frequencies.length])); //    [n, channels / 2]
  const [sines, cosines] = [tf.sin(angles), tf.cos(angles)]; //    [n, channels / 2]
  const halves = flipSinToCos ? [cosines, sines] : [sines, cosines];
  if (channels % 2 === 1) halves.push(tf.zeros([timesteps.shape[0], 1]));
  return tf.concat(halves, 1) as tfjs.Tensor2D; //                 [n, channels]
}

/** Returns the frequencies 10000^(-i / (half - shift)), rounded to float32 where PyTorch rounds. */
export function timeFrequencies(channels: number, freqShift: number): Float32Array {
  const half = Math.floor(channels / 2);
  return Float32Array.from({ length: half }, (_, index) => {
    const numerator = Math.fround(-Math.fround(LOG_PERIOD) * index);
    return exponential(Math.fround(numerator / (half - freqShift)));
  });
}

/**
 * Returns e^x for |x| < 700 within 2 units in the last place, with equal bits in all versions of Node, which Math.exp does not promise.
 * Reduces x to k * ln(2) + r with |r| < 0.35 and evaluates the Taylor series of e^r.
 */
export function exponential(x: number): number {
  const k = Math.round(x / (LN2_HIGH + LN2_LOW));
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  let sum = 1;
  for (let term = 14; term >= 1; term--) sum = 1 + (sum * r) / term;
  for (let i = 0; i < k; i++) sum *= 2;
  for (let i = 0; i > k; i--) sum /= 2;
  return sum;
}
