/**
 * Three operations of oneDNN (`_MklNative…`) that TensorFlow itself only puts into graphs: a convolution that adds its bias while it
 * writes, and a max-pooling that stores the place of each maximum, with its gradient.
 *
 * Not every build of the library has them, and no GPU does. Where their results differ from those of other kernels, the
 * fingerprint differs as well.
 */
import type * as tfjs from '@tensorflow/tfjs-node-gpu';

import { nativeBackend, type TensorFlow } from '../backend.js';
import { callNative, callNativeForAll, type Attributes } from './native.js';

type Tensor4D = tfjs.Tensor4D;

/** The label under which TensorFlow registers oneDNN's kernels. */
const ONE_DNN: Attributes = { _kernel: 'MklNameChangeOp' };

const MAX_POOL: Attributes = {
  ...ONE_DNN,
  ksize: [1, 2, 2, 1],
  strides: [1, 2, 2, 1],
  padding: 'VALID',
  data_format: 'NHWC',
  workspace_enabled: true,
};

const available = new WeakMap<TensorFlow, boolean>();

/** Returns whether this library has the operations and computes on a CPU. */
export function hasOneDnn(tf: TensorFlow): boolean {
  const known = available.get(tf) ?? (!nativeBackend(tf).isUsingGpuDevice && canRun(tf));
  available.set(tf, known);
  return known;
}

/** Returns x convolved with filter, plus bias. The attributes are those of Conv2D. */
export function convolveWithBias(
  tf: TensorFlow,
  x: Tensor4D,
  filter: Tensor4D,
  bias: tfjs.Tensor1D,
  attributes: Attributes,
): Tensor4D {
  return callNative(tf, '_MklNativeConv2DWithBias', [x, filter, bias], { ...ONE_DNN, ...attributes });
}

/** Returns the maximum of each 2x2 square, [n, 2h, 2w, c] to [n, h, w, c], and its place for {@link maxPoolGradient}. */
export function maxPoolWithPlaces(tf: TensorFlow, x: Tensor4D): [maxima: Tensor4D, places: tfjs.Tensor] {
  return callNativeForAll(tf, '_MklNativeMaxPool', [x], MAX_POOL, 2) as [Tensor4D, tfjs.Tensor];
}

/** Returns the gradient with respect to x, from dy, the gradient with respect to the maxima. */
export function maxPoolGradient(
  tf: TensorFlow,
  x: Tensor4D,
  maxima: Tensor4D,
  places: tfjs.Tensor,
  dy: Tensor4D,
): Tensor4D {
  return callNative(tf, '_MklNativeMaxPoolGrad', [x, maxima, dy, places], MAX_POOL);
}

function canRun(tf: TensorFlow): boolean {
  try {
    return tf.tidy(() => {
      const [x, one] = [tf.ones<tfjs.Rank.R4>([1, 2, 2, 1]), tf.ones<tfjs.Rank.R4>([1, 1, 1, 1])];
      convolveWithBias(tf, x, one, one.reshape([1]), { strides: [1, 1, 1, 1], padding: 'SAME', data_format: 'NHWC' });
      maxPoolGradient(tf, x, ...maxPoolWithPlaces(tf, x), one);
      return true;
    });
  } catch {
    return false;
  }
}
