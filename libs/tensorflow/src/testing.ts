/** For tests: TensorFlow on one thread, and tensors whose sums are exact. */
import type * as tfjs from '@tensorflow/tfjs-node-gpu';

import { loadTensorFlow, type LoadedTensorFlow, type TensorFlow } from './backend.js';

/**
 * Whole numbers between -spread/2 and spread/2 from a fixed sequence: their sums and products are exact, so that results
 * can be compared bit by bit whatever the order of a sum.
 */
export function wholeNumbers<R extends tfjs.Rank>(
  tf: TensorFlow,
  shape: tfjs.ShapeMap[R],
  spread: number,
): tfjs.Tensor<R> {
  const size = shape.reduce((product, length) => product * length, 1);
  const values = Float32Array.from(
    { length: size },
    (_, index) => ((Math.imul(index + 1, 2_654_435_761) >>> 8) % spread) - spread / 2,
  );
  return tf.tensor(values, shape);
}

/** The values; -0 becomes 0, since a gradient that is nothing may have either sign. */
export function valuesOf(tensor: tfjs.Tensor): Float32Array {
  return tensor.dataSync<'float32'>().map((value) => value + 0);
}

/** One thread, so that results do not depend on the machine's cores. */
export function loadForTest(): LoadedTensorFlow {
  return loadTensorFlow({ threads: 1 });
}
