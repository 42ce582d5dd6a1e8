/** TensorFlow on one thread, and tensors whose sums are exact, for tests. */
import type * as tfjs from '@tensorflow/tfjs-node-gpu';

import { loadTensorFlow, type LoadedTensorFlow, type TensorFlow } from './backend.js';

/**
 * Returns integers between -spread/2 and spread/2 from a fixed sequence. Their sums and products are exact, so the bits of a result do
 * not depend on the order of summation.
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

/** Returns the values with -0 replaced by 0, because a gradient of zero may have either sign. */
export function valuesOf(tensor: tfjs.Tensor): Float32Array {
  return tensor.dataSync<'float32'>().map((value) => value + 0);
}

/** Loads TensorFlow with one thread, so that results do not depend on the number of cores. */
export function loadForTest(): LoadedTensorFlow {
  return loadTensorFlow({ threads: 1 });
}
