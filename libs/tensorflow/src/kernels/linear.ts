/** An affine map of the last axis. The gradient of its bias takes one pass over memory, in a fixed order. */
import type * as tfjs from '@tensorflow/tfjs-node-gpu';

import type { TensorFlow } from '../backend.js';
import { callNative } from './native.js';

const LAYOUT = { data_format: 'NHWC' };

/** Adds bias [c] to x [..., c]. Differentiable. */
export function addBias<T extends tfjs.Tensor>(tf: TensorFlow, x: T, bias: tfjs.Tensor1D): T {
  const apply = tf.customGrad((...args) => {
    const [input, added] = args as unknown as [T, tfjs.Tensor1D];
    const gradFunc = (dy: tfjs.Tensor): tfjs.Tensor[] => [dy, biasGradient(tf, dy)];
    return { value: callNative<T>(tf, 'BiasAdd', [input, added], LAYOUT), gradFunc };
  });
  return apply(x, bias);
}

/** Returns the sum over all axes but the last, [..., c] to [c]: the gradient with respect to a bias. */
export function biasGradient(tf: TensorFlow, dy: tfjs.Tensor): tfjs.Tensor1D {
  return callNative(tf, 'BiasAddGrad', [dy], LAYOUT);
}

/** Returns x times weight, plus bias: x [..., in], weight [in, out], bias [out] to [..., out]. Differentiable. */
export function linear<T extends tfjs.Tensor>(tf: TensorFlow, x: T, weight: tfjs.Tensor2D, bias: tfjs.Tensor1D): T {
  const [inputs, outputs] = weight.shape;
  const rows = x.reshape<tfjs.Tensor2D>([x.size / inputs, inputs]); // [m, in]
  const product = tf.matMul(rows, weight); //                           [m, out]
  return addBias(tf, product, bias).reshape<T>([...x.shape.slice(0, -1), outputs]);
}
