/** SiLU, x * sigmoid(x), whose gradient takes fewer passes over memory than that of tfjs' composition. */
import type * as tfjs from '@tensorflow/tfjs-node-gpu';

import type { TensorFlow } from '../backend.js';
import { callNative } from './native.js';

/** Returns x * sigmoid(x), in the shape of x. Differentiable. */
export function silu<T extends tfjs.Tensor>(tf: TensorFlow, x: T): T {
  const apply = tf.customGrad((...args) => {
    const [input, save] = args as unknown as [T, tfjs.GradSaveFunc];
    const sigmoid = tf.sigmoid(input);
    save([input, sigmoid]);
    const gradFunc = (dy: tfjs.Tensor, saved: tfjs.Tensor[]): tfjs.Tensor =>
      tf.tidy(() => siluGradient(tf, dy, saved[0]!, saved[1]!));
    return { value: tf.mul<T>(input, sigmoid), gradFunc };
  });
  return apply(x);
}

/** Returns the gradient with respect to x, from dy, the gradient with respect to x * s, where s is sigmoid(x). */
export function siluGradient<T extends tfjs.Tensor>(
  tf: TensorFlow,
  dy: tfjs.Tensor,
  x: tfjs.Tensor,
  s: tfjs.Tensor,
): T {
  // d(x * s) = s + x * s * (1 - s). SigmoidGrad computes the second term in one pass.
  return tf.mul(dy, tf.add(callNative(tf, 'SigmoidGrad', [s, x]), s));
}
