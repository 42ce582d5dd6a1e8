/**
 * Calls an operation of TensorFlow by its name.
 *
 * The kernels of this folder need operations that tfjs does not offer, such as the gradient of a bias, and operations that tfjs
 * offers only with more passes over memory. They have no gradient of their own, so each is called inside a `tf.customGrad`.
 */
import type * as tfjs from '@tensorflow/tfjs-node-gpu';

import { nativeBackend, type NativeAttribute, type TensorFlow } from '../backend.js';
import { NativeOperations } from '../native.js';

/** Values of an operation's attributes, apart from its element type, which is always float32. Numbers are whole. */
export type Attributes = Readonly<Record<string, string | boolean | number | number[]>>;

/** Runs one operation with one result on float32 tensors. */
export function callNative<T extends tfjs.Tensor>(
  tf: TensorFlow,
  operation: string,
  inputs: tfjs.Tensor[],
  attributes: Attributes = {},
): T {
  const backend = nativeBackend(tf);
  const { TF_ATTR_TYPE, TF_ATTR_STRING, TF_ATTR_BOOL, TF_ATTR_INT, TF_FLOAT } = backend.binding;
  const list: NativeAttribute[] = [{ name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT }];
  for (const [name, value] of Object.entries(attributes)) {
    const type = typeof value === 'string' ? TF_ATTR_STRING : typeof value === 'boolean' ? TF_ATTR_BOOL : TF_ATTR_INT;
    list.push({ name, type, value });
  }
  return backend.executeSingleOutput(operation, list, inputs) as T;
}

const oneDnn = new WeakMap<TensorFlow, boolean>();

/** Returns whether oneDNN's operations can be used: not on a GPU, and not in every build of the library. */
export function hasOneDnn(tf: TensorFlow): boolean {
  const known = oneDnn.get(tf) ?? new NativeOperations(tf).hasOneDnn;
  oneDnn.set(tf, known);
  return known;
}
