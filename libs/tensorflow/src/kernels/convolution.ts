/**
 * A convolution whose kernel adds the bias while it writes, with the padding of PyTorch.
 *
 * TensorFlow's `SAME` pads a strided convolution by different amounts than PyTorch does, so any padding but that of stride 1 is
 * given in numbers.
 */
import type * as tfjs from '@tensorflow/tfjs-node-gpu';

import type { TensorFlow } from '../backend.js';
import { biasGradient } from './linear.js';
import { callNative, type Attributes } from './native.js';
import { convolveWithBias, hasOneDnn } from './one-dnn.js';

type Tensor4D = tfjs.Tensor4D;

export interface ConvolutionOptions {
  /** Distance between the places at which the filter is applied, in both directions. Default 1. */
  readonly stride?: number;
  /**
   * `same` (the default) keeps the size at stride 1. Two numbers are the rows and columns of zeros added above and left, and those
   * added below and right.
   */
  readonly padding?: 'same' | readonly [before: number, after: number];
  /** Whether x needs a gradient. Default true. False saves a kernel at the input of a network. */
  readonly differentiateInput?: boolean;
}

/** Returns x convolved with filter, plus bias: x [n, h, w, in], filter [k, k, in, out], bias [out]. Differentiable. */
export function convolve(
  tf: TensorFlow,
  x: Tensor4D,
  filter: Tensor4D,
  bias: tfjs.Tensor1D,
  { stride = 1, padding = 'same', differentiateInput = true }: ConvolutionOptions = {},
): Tensor4D {
  const padded = padding === 'same' ? x : pad(tf, x, padding);
  const attributes = convolutionAttributes(stride, padding === 'same' ? 'SAME' : 'VALID');
  const apply = tf.customGrad((...args) => {
    const save = args.at(-1) as tfjs.GradSaveFunc;
    save([padded, filter]);
    const gradFunc = (dy: tfjs.Tensor, saved: tfjs.Tensor[]): tfjs.Tensor[] => {
      const [input, weights] = saved as [Tensor4D, Tensor4D];
      const parameters = [filterGradient(tf, input, weights.shape, dy, attributes), biasGradient(tf, dy)];
      return differentiateInput ? [inputGradient(tf, input.shape, weights, dy, attributes), ...parameters] : parameters;
    };
    return { value: convolveForward(tf, padded, filter, bias, attributes), gradFunc };
  });
  const inputs = differentiateInput ? [padded, filter, bias] : [filter, bias];
  return apply(...inputs);
}

/** Returns the attributes of a convolution and of its gradients. */
export function convolutionAttributes(stride: number, padding: 'SAME' | 'VALID'): Attributes {
  return { strides: [1, stride, stride, 1], padding, data_format: 'NHWC' };
}

/** Returns what {@link convolve} returns, without a gradient. `oneDnn` is false in tests of the other kernels. */
export function convolveForward(
  tf: TensorFlow,
  x: Tensor4D,
  filter: Tensor4D,
  bias: tfjs.Tensor1D,
  attributes: Attributes,
  oneDnn = hasOneDnn(tf),
): Tensor4D {
  if (oneDnn) return convolveWithBias(tf, x, filter, bias, attributes);
  return tf.tidy(() => {
    const product = callNative(tf, 'Conv2D', [x, filter], attributes);
    return callNative(tf, 'BiasAdd', [product, bias], { data_format: 'NHWC' });
  });
}

/** Returns the gradient with respect to the filter, from dy, the gradient with respect to the convolution. */
export function filterGradient(
  tf: TensorFlow,
  x: Tensor4D,
  filterShape: Tensor4D['shape'],
  dy: tfjs.Tensor,
  attributes: Attributes,
): Tensor4D {
  return tf.tidy(() => {
    const shape = tf.tensor1d(filterShape, 'int32');
    return callNative(tf, 'Conv2DBackpropFilter', [x, shape, dy], attributes);
  });
}

/** Returns the gradient with respect to the input, from dy, the gradient with respect to the convolution. */
export function inputGradient(
  tf: TensorFlow,
  inputShape: Tensor4D['shape'],
  filter: Tensor4D,
  dy: tfjs.Tensor,
  attributes: Attributes,
): Tensor4D {
  return tf.tidy(() => {
    const shape = tf.tensor1d(inputShape, 'int32');
    return callNative(tf, 'Conv2DBackpropInput', [shape, filter, dy], attributes);
  });
}

/** [n, h, w, c] to [n, h + before + after, w + before + after, c] */
function pad(tf: TensorFlow, x: Tensor4D, [before, after]: readonly [number, number]): Tensor4D {
  const edge: [number, number] = [before, after];
  return tf.pad(x, [[0, 0], edge, edge, [0, 0]]);
}
