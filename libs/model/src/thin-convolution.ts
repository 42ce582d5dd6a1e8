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
 * the wide one, summed over the sixteen places of each weight.
 */
import type * as tfjs from '@tensorflow/tfjs-node-gpu';

import type { TensorFlow } from './backend.js';
import type { NativeOperations } from './native.js';

type Tensor4D = tfjs.Tensor4D;

/** Side of the square of pixels that are computed together. */
export const BLOCK = 4;
/** Side of the 5x5 filter, and what {@link BLOCK} pixels side by side see through it. */
const [FILTER, WIDE] = [5, 8];
/** The filter and zeros: a row of this length, repeated, is shifted by one pixel in each row of {@link WIDE}. */
const PADDED = WIDE + 1;

/** [n, h, w, in] (h and w multiples of 4), [5, 5, in, 1], [1] to [n, h, w, 1]. */
export function thinConvolve(
  tf: TensorFlow,
  native: NativeOperations,
  x: Tensor4D,
  filter: Tensor4D,
  bias: tfjs.Tensor1D,
): Tensor4D {
  const blocks = native.convolve(x, widen(filter), tf.tile(bias, [BLOCK * BLOCK]), BLOCK);
  return native.depthToSpace(blocks, BLOCK);
}

/** The gradient for the filter [5, 5, in, 1] from that for the result, dz: [n, h, w, 1]. */
export function thinFilterGradient(native: NativeOperations, x: Tensor4D, dz: Tensor4D): Tensor4D {
  const wideShape: Tensor4D['shape'] = [WIDE, WIDE, x.shape[3], BLOCK * BLOCK];
  return narrow(native.filterGradient(x, wideShape, native.spaceToDepth(dz, BLOCK), BLOCK));
}

/** [5, 5, in, 1] to [8, 8, in, 16]. */
function widen(filter: Tensor4D): Tensor4D {
  const channels = filter.shape[2];
  const zeros: [number, number] = [0, PADDED - FILTER];
  return filter
    .reshape<tfjs.Tensor3D>([FILTER, FILTER, channels])
    .pad<tfjs.Tensor3D>([zeros, zeros, [0, 0]])
    .tile<tfjs.Tensor3D>([BLOCK, BLOCK, 1])
    .slice([0, 0, 0], [BLOCK * WIDE, BLOCK * WIDE, channels])
    .reshape([BLOCK, WIDE, BLOCK, WIDE, channels])
    .transpose([1, 3, 4, 0, 2])
    .reshape([WIDE, WIDE, channels, BLOCK * BLOCK]);
}

/** The reverse of {@link widen}, step by step: [8, 8, in, 16] to [5, 5, in, 1], the sums over a weight's sixteen places. */
function narrow(wide: Tensor4D): Tensor4D {
  const channels = wide.shape[2];
  const cut: [number, number] = [0, BLOCK * (PADDED - WIDE)];
  return wide
    .reshape([WIDE, WIDE, channels, BLOCK, BLOCK])
    .transpose([3, 0, 4, 1, 2])
    .reshape<tfjs.Tensor3D>([BLOCK * WIDE, BLOCK * WIDE, channels])
    .pad<tfjs.Tensor3D>([cut, cut, [0, 0]])
    .reshape([BLOCK, PADDED, BLOCK, PADDED, channels])
    .sum<tfjs.Tensor3D>([0, 2])
    .slice([0, 0, 0], [FILTER, FILTER, channels])
    .reshape([FILTER, FILTER, channels, 1]);
}
