/**
 * A 5x5 convolution to a single channel, computed as one that fills a processor's vectors.
 *
 * Kernels compute sixteen output channels at once, so with one channel they do sixteen times the work. Here the sixteen channels are
 * a square of 4x4 neighbouring pixels. Together they see 8x8 pixels of the input, each through 5x5 of them, so
 *
 *     wide[p, q, c, (a, b)] = filter[p - a, q - b, c], or 0 outside of the filter      p, q = 0…7; a, b = 0…3
 *
 * applied at every fourth pixel gives all pixels, as channels. Each sum gains only products with zeros, so values are those of the
 * plain convolution up to the kernel's order of summation. The gradient of the filter is that of the wide filter, summed over the
 * sixteen places of each weight. Filters are small, so widening and summing are done in JavaScript, where TensorFlow would need
 * seventeen calls.
 */
import {
  callNative,
  convolutionAttributes,
  convolveForward,
  filterGradient,
  type TensorFlow,
} from '@lockstep/tensorflow';
import type * as tfjs from '@tensorflow/tfjs-node-gpu';

type Tensor4D = tfjs.Tensor4D;

/** Side of the square of pixels that are computed together. */
export const BLOCK = 4;
/** Side of the filter, and side of the input that {@link BLOCK} neighbouring pixels see through it. */
const [FILTER, WIDE] = [5, 8];
/** Number of pixels that are computed together. */
const PLACES = BLOCK * BLOCK;

const STRIDED = convolutionAttributes(BLOCK, 'SAME');
const SQUARES = { block_size: BLOCK, data_format: 'NHWC' };

/** A filter and bias for {@link thinConvolve}: [8, 8, in, 16] and [16]. */
export interface WideParameters {
  readonly filter: Tensor4D;
  readonly bias: tfjs.Tensor1D;
}

/** Returns x convolved with the filter, plus bias: [n, h, w, in], where 4 divides h and w, to [n, h, w, 1]. */
export function thinConvolve(tf: TensorFlow, x: Tensor4D, { filter, bias }: WideParameters, oneDnn: boolean): Tensor4D {
  return tf.tidy(() => {
    const squares = convolveForward(tf, x, filter, bias, STRIDED, oneDnn); // [n, h / 4, w / 4, 16]
    return callNative(tf, 'DepthToSpace', [squares], SQUARES); //             [n, h, w, 1]
  });
}

/**
 * Returns the gradient with respect to the wide filter, [8, 8, in, 16], from dz, that with respect to the result, [n, h, w, 1].
 * {@link narrow} makes the filter's gradient of it.
 */
export function wideFilterGradient(tf: TensorFlow, x: Tensor4D, dz: Tensor4D): Tensor4D {
  return tf.tidy(() => {
    const squares = callNative(tf, 'SpaceToDepth', [dz], SQUARES); // [n, h / 4, w / 4, 16]
    return filterGradient(tf, x, [WIDE, WIDE, x.shape[3], PLACES], squares, STRIDED);
  });
}

/** Lays out a filter [5, 5, in, 1] and a bias [1] for {@link thinConvolve}. */
export function widen(
  tf: Pick<typeof tfjs, 'tensor4d' | 'tensor1d'>,
  filter: Float32Array,
  bias: Float32Array,
): WideParameters {
  const channels = filter.length / (FILTER * FILTER);
  const wide = new Float32Array(WIDE * WIDE * channels * PLACES);
  forEachPlace(channels, (weight, place) => (wide[place] = filter[weight]!));
  return {
    filter: tf.tensor4d(wide, [WIDE, WIDE, channels, PLACES]),
    bias: tf.tensor1d(new Float32Array(PLACES).fill(bias[0]!)),
  };
}

/** Sums the gradient of a wide filter over each weight's places, in float64 and rounded once: [8, 8, in, 16] to [5, 5, in]. */
export function narrow(wide: Float32Array): Float32Array {
  const channels = wide.length / (WIDE * WIDE * PLACES);
  const sums = new Float64Array(FILTER * FILTER * channels);
  forEachPlace(channels, (weight, place) => (sums[weight]! += wide[place]!));
  return Float32Array.from(sums);
}

/** Calls back with the index of each weight in [5, 5, in] and the index of each of its places in [8, 8, in, 16]. */
function forEachPlace(channels: number, callback: (weight: number, place: number) => void): void {
  for (let output = 0; output < PLACES; output++) {
    const [down, right] = [Math.floor(output / BLOCK), output % BLOCK];
    for (let pixel = 0; pixel < FILTER * FILTER; pixel++) {
      const [row, column] = [down + Math.floor(pixel / FILTER), right + (pixel % FILTER)];
      for (let channel = 0; channel < channels; channel++) {
        const place = ((row * WIDE + column) * channels + channel) * PLACES + output;
        callback(pixel * channels + channel, place);
      }
    }
  }
}
