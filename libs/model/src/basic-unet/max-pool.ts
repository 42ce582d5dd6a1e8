/**
 * 2x2 max-pooling whose gradient goes to the first of a window's maxima in row order, as PyTorch's does.
 *
 * TensorFlow's own gradient searches for the maxima again, one window at a time. oneDNN stores their places in the forward pass.
 * Without oneDNN, halves of the windows are compared.
 */
import { callNative, maxPoolGradient, maxPoolWithPlaces, type TensorFlow } from '@lockstep/tensorflow';
import type * as tfjs from '@tensorflow/tfjs-node-gpu';

type Tensor2D = tfjs.Tensor2D;
type Tensor4D = tfjs.Tensor4D;

/** The result of a pooling, and its backward pass. */
export interface Pooled {
  readonly value: Tensor4D;
  /** Returns the gradient with respect to the input, from that with respect to the result. */
  readonly backward: (dy: Tensor4D) => Tensor4D;
}

/** Pools with oneDNN: [n, 2h, 2w, c] to [n, h, w, c]. */
export function placedMaxPool(tf: TensorFlow, x: Tensor4D): Pooled {
  const [value, places] = maxPoolWithPlaces(tf, x);
  return { value, backward: (dy) => maxPoolGradient(tf, x, value, places, dy) };
}

/**
 * Pools with elementwise operations. Left and right pixels are compared first, then upper and lower rows. The earlier half wins a
 * tie, so the winner of a window is the first of its maxima in row order.
 */
export function comparedMaxPool(tf: TensorFlow, x: Tensor4D): Pooled {
  const [samples, height, width, channels] = x.shape;
  const [rows, columns] = [height / 2, width / 2];
  const [left, right] = halves(tf, x, [samples * height * columns, 2 * channels]);
  const [upper, lower] = halves(tf, tf.maximum(left, right), [samples * rows, 2 * columns * channels]);
  const value = tf.maximum(upper, lower).reshape<Tensor4D>([samples, rows, columns, channels]);
  const backward = (dy: Tensor4D): Tensor4D => {
    const toWinner = divide(tf, dy.reshape(upper.shape), upper, lower);
    return divide(tf, toWinner.reshape(left.shape), left, right).reshape(x.shape);
  };
  return { value, backward };
}

function halves(tf: TensorFlow, x: tfjs.Tensor, shape: [number, number]): [Tensor2D, Tensor2D] {
  return tf.split(x.reshape<Tensor2D>(shape), 2, 1) as [Tensor2D, Tensor2D];
}

/**
 * Gives each gradient to the larger of `first` and `second` (all [m, k]) and returns the two results side by side, [m, 2k].
 * ReluGrad(d, b - a) is d where b > a, and 0 elsewhere. Both are exact.
 */
function divide(tf: TensorFlow, gradient: Tensor2D, first: Tensor2D, second: Tensor2D): Tensor2D {
  const toSecond = callNative<Tensor2D>(tf, 'ReluGrad', [gradient, second.sub<Tensor2D>(first)]);
  return tf.concat([gradient.sub<Tensor2D>(toSecond), toSecond], 1);
}
