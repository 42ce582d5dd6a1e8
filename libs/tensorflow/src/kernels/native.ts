/**
 * Calls an operation of TensorFlow by its name.
 *
 * The kernels need operations that tfjs does not offer, such as the gradient of a bias, and operations that tfjs offers only with
 * more passes over memory. The calls have no gradient. A differentiable kernel makes them inside a `tf.customGrad`.
 */
import type * as tfjs from '@tensorflow/tfjs-node-gpu';

import { nativeBackend, type NativeAttribute, type NativeBackend, type TensorFlow } from '../backend.js';

/** Values of an operation's attributes, apart from its element type, which is always float32. Numbers are integers. */
export type Attributes = Readonly<Record<string, string | boolean | number | number[]>>;

/** Runs an operation that has one result on float32 tensors. */
export function callNative<T extends tfjs.Tensor>(
  tf: TensorFlow,
  operation: string,
  inputs: tfjs.Tensor[],
  attributes: Attributes = {},
): T {
  const backend = nativeBackend(tf);
  return backend.executeSingleOutput(operation, listOf(backend, attributes), inputs) as T;
}

/** Runs an operation that has several results on float32 tensors. */
export function callNativeForAll(
  tf: TensorFlow,
  operation: string,
  inputs: tfjs.Tensor[],
  attributes: Attributes,
  results: number,
): tfjs.Tensor[] {
  const backend = nativeBackend(tf);
  return backend.executeMultipleOutputs(operation, listOf(backend, attributes), inputs, results);
}

function listOf({ binding }: NativeBackend, attributes: Attributes): NativeAttribute[] {
  const { TF_ATTR_TYPE, TF_ATTR_STRING, TF_ATTR_BOOL, TF_ATTR_INT, TF_FLOAT } = binding;
  const list: NativeAttribute[] = [{ name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT }];
  for (const [name, value] of Object.entries(attributes)) {
    const type = typeof value === 'string' ? TF_ATTR_STRING : typeof value === 'boolean' ? TF_ATTR_BOOL : TF_ATTR_INT;
    list.push({ name, type, value });
  }
  return list;
}
