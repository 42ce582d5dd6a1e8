/**
 * Nearest-neighbour upsampling by two, written as a broadcast.
 *
 * TensorFlow's ResizeNearestNeighborGrad has no deterministic kernel for GPUs. The gradient here is the sum of each 2x2 square,
 * which is four times its mean.
 */
import type * as tfjs from '@tensorflow/tfjs-node-gpu';

import type { TensorFlow } from '../backend.js';
import { callNative } from './native.js';

const SQUARES = { ksize: [1, 2, 2, 1], strides: [1, 2, 2, 1], padding: 'VALID', data_format: 'NHWC' };

/** Repeats each pixel in a 2x2 square: [n, h, w, c] to [n, 2h, 2w, c]. Differentiable. */
export function upsampleNearest(tf: TensorFlow, x: tfjs.Tensor4D): tfjs.Tensor4D {
  const [samples, height, width, channels] = x.shape;
  const apply = tf.customGrad((...args) => {
    const input = args[0] as tfjs.Tensor4D;
    const value = input
      .reshape([samples * height, 1, width, 1, channels])
      .tile([1, 2, 1, 2, 1]) // [n * h, 2, w, 2, c]
      .reshape<tfjs.Tensor4D>([samples, 2 * height, 2 * width, channels]);
    const gradFunc = (dy: tfjs.Tensor): tfjs.Tensor => upsampleGradient(tf, dy as tfjs.Tensor4D);
    return { value, gradFunc };
  });
  return apply(x);
}

/** Returns the gradient with respect to x, [n, h, w, c], from dy, that with respect to the upsampled x. */
export function upsampleGradient(tf: TensorFlow, dy: tfjs.Tensor4D): tfjs.Tensor4D {
  // Multiplying by a power of two rounds nothing.
  return tf.tidy(() => callNative(tf, 'AvgPool', [dy], SQUARES).mul(4));
}
