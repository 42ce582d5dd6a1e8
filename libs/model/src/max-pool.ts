/**
 * 2x2 max-pooling whose gradient goes to the first of a window's maxima in row order, as PyTorch's does.
 *
 * TensorFlow's own gradient finds the maxima again, one window at a time. oneDNN notes their places on the way forward.
 * Where oneDNN is missing, halves of the windows are compared.
 */
import type * as tfjs from '@tensorflow/tfjs-node-gpu';

import type { TensorFlow } from '@lockstep/tensorflow';
import type { NativeOperations } from '@lockstep/tensorflow';

type Tensor4D = tfjs.Tensor4D;

/** A result and the way back: from a gradient for the result to that for the input. */
export interface Pooled {
  readonly value: Tensor4D;
  readonly backward: (dy: Tensor4D) => Tensor4D;
}

/** Pooling with oneDNN's places: [n, 2h, 2w, c] to [n, h, w, c]. */
export function placedMaxPool(native: NativeOperations, x: Tensor4D): Pooled {
  const [value, places] = native.maxPool(x);
  return { value, backward: (dy) => native.maxPoolGradient(x, value, places, dy) };
}

/**
 * The same from elementwise operations alone. Left and right pixels are compared first, then upper and lower rows; on a
 * tie the earlier half wins, so the winner of a window is the first of its maxima in row order.
 */
export function comparedMaxPool(tf: TensorFlow, native: NativeOperations, x: Tensor4D): Pooled {
  const [samples, height, width, channels] = x.shape;
  const [rows, columns] = [height / 2, width / 2];
  const [left, right] = halves(tf, x, [samples * height * columns, 2 * channels]);
  const [upper, lower] = halves(tf, tf.maximum(left, right), [samples * rows, 2 * columns * channels]);
  const value = tf.maximum(upper, lower).reshape<Tensor4D>([samples, rows, columns, channels]);
  const backward = (dy: Tensor4D): Tensor4D => {
    const toWidest = divide(tf, native, dy.reshape(upper.shape), upper, lower);
    return divide(tf, native, toWidest.reshape(left.shape), left, right).reshape(x.shape);
  };
  return { value, backward };
}

function halves(tf: TensorFlow, x: tfjs.Tensor, shape: [number, number]): [tfjs.Tensor2D, tfjs.Tensor2D] {
  return tf.split(x.reshape<tfjs.Tensor2D>(shape), 2, 1) as [tfjs.Tensor2D, tfjs.Tensor2D];
}

/**
 * Gives each gradient to the larger of `first` and `second` (all [m, k]) and lays the two results side by side: [m, 2k].
 * ReluGrad(d, b - a) is d where b > a, else 0: exact either way.
 */
function divide(
  tf: TensorFlow,
  native: NativeOperations,
  gradient: tfjs.Tensor2D,
  first: tfjs.Tensor2D,
  second: tfjs.Tensor2D,
): tfjs.Tensor2D {
  const toSecond = native.reluGradient(gradient, second.sub<tfjs.Tensor2D>(first));
  return tf.concat([gradient.sub<tfjs.Tensor2D>(toSecond), toSecond], 1);
}
