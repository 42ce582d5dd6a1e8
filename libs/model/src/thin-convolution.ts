/**
 * A 5x5 convolution to a single channel, as one that fills a processor's vectors.
 *
 * Kernels compute sixteen output channels at once; with one channel they do sixteen times the work. Here the sixteen are a
 * square of 4x4 neighbouring pixels. Together they see 8x8 pixels of the input, each through its own 5x5 of them, so
 *
 *     wide[p, q, c, (a, b)] = filter[p - a, q - b, c], or 0 outside of the filter      p, q = 0…7; a, b = 0…3
 *
 * applied at every fourth pixel gives all pixels, as channels. What is added to each sum are products with zeros: values are
 * those of the plain convolution, up to the order in which the kernel sums. The gradient of the filter is that of
 * the wide one, summed over the sixteen places of each weight. Filters are small: both are done here, where TensorFlow would need
 * seventeen calls.
 */
import type * as tfjs from '@tensorflow/tfjs-node-gpu';

import type { NativeOperations } from '@lockstep/tensorflow';

type Tensor4D = tfjs.Tensor4D;

/** Side of the square of pixels that are computed together. */
export const BLOCK = 4;
/** Side of the 5x5 filter, and what {@link BLOCK} pixels side by side see through it. */
const [FILTER, WIDE] = [5, 8];
/** Pixels that are computed together. */
const PLACES = BLOCK * BLOCK;

/** A filter and bias for {@link thinConvolve}: [8, 8, in, 16] and [16]. */
export interface WideParameters {
  readonly filter: Tensor4D;
  readonly bias: tfjs.Tensor1D;
}

/** [n, h, w, in] (h and w multiples of 4) to [n, h, w, 1]. */
export function thinConvolve(native: NativeOperations, x: Tensor4D, { filter, bias }: WideParameters): Tensor4D {
  return native.depthToSpace(native.convolve(x, filter, bias, BLOCK), BLOCK);
}

/** The gradient for the wide filter, [8, 8, in, 16], from that for the result, dz: [n, h, w, 1]. See {@link narrow}. */
export function wideFilterGradient(native: NativeOperations, x: Tensor4D, dz: Tensor4D): Tensor4D {
  const shape: Tensor4D['shape'] = [WIDE, WIDE, x.shape[3], PLACES];
  return native.filterGradient(x, shape, native.spaceToDepth(dz, BLOCK), BLOCK);
}

/** Lays a filter [5, 5, in, 1] and a bias [1] out for {@link thinConvolve}. */
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

/** The reverse of {@link widen} for gradients: the sum over a weight's places, in float64 and rounded once. */
export function narrow(wide: Float32Array): Float32Array {
  const channels = wide.length / (WIDE * WIDE * PLACES);
  const sums = new Float64Array(FILTER * FILTER * channels);
  forEachPlace(channels, (weight, place) => (sums[weight]! += wide[place]!));
  return Float32Array.from(sums);
}

/** Calls back with the index of each weight, in [5, 5, in], and that of each of its places in [8, 8, in, 16]. */
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
