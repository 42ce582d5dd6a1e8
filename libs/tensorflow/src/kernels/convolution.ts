/**
 * A convolution whose kernel adds the bias while it writes, with the padding of PyTorch.
 *
 * TensorFlow's `SAME` pads a strided convolution by other amounts than PyTorch does, so padding other than that of stride 1 is
 * given in numbers.
 */
import type * as tfjs from '@tensorflow/tfjs-node-gpu';

import type { TensorFlow } from '../backend.js';
import { biasGradient } from './linear.js';
import { callNative, hasOneDnn, type Attributes } from './native.js';

type Tensor4D = tfjs.Tensor4D;

export interface ConvolutionOptions {
  /** Distance of the squares that the filter sees. Default 1. */
  readonly stride?: number;
  /** `same` (the default) keeps the size at stride 1. Otherwise the zeros added above and left, and those below and right. */
  readonly padding?: 'same' | readonly [before: number, after: number];
  /** Whether the gradient with respect to x may be asked for. Default true. For the network's input, false saves a kernel. */
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
  const attributes: Attributes = {
    strides: [1, stride, stride, 1],
    padding: padding === 'same' ? 'SAME' : 'VALID',
    data_format: 'NHWC',
  };
  const apply = tf.customGrad((...args) => {
    const save = args.at(-1) as tfjs.GradSaveFunc;
    save([padded, filter]);
    const gradFunc = (dy: tfjs.Tensor, saved: tfjs.Tensor[]): tfjs.Tensor[] =>
      tf.tidy(() => {
        const [input, weights] = saved as [Tensor4D, Tensor4D];
        const dFilter = callNative(tf, 'Conv2DBackpropFilter', [input, shapeOf(tf, weights), dy], attributes);
        const parameters = [dFilter, biasGradient(tf, dy)];
        if (!differentiateInput) return parameters;
        return [callNative(tf, 'Conv2DBackpropInput', [shapeOf(tf, input), weights, dy], attributes), ...parameters];
      });
    return { value: forward(tf, padded, filter, bias, attributes), gradFunc };
  });
  const inputs = differentiateInput ? [padded, filter, bias] : [filter, bias];
  return apply(...inputs);
}

function forward(tf: TensorFlow, x: Tensor4D, filter: Tensor4D, bias: tfjs.Tensor1D, attributes: Attributes): Tensor4D {
  if (hasOneDnn(tf)) {
    const fused = { ...attributes, _kernel: 'MklNameChangeOp' };
    return callNative(tf, '_MklNativeConv2DWithBias', [x, filter, bias], fused);
  }
  const product = callNative(tf, 'Conv2D', [x, filter], attributes);
  return callNative(tf, 'BiasAdd', [product, bias], { data_format: 'NHWC' });
}

/** [n, h, w, c] to [n, h + before + after, w + before + after, c] */
function pad(tf: TensorFlow, x: Tensor4D, [before, after]: readonly [number, number]): Tensor4D {
  const edge: [number, number] = [before, after];
  return tf.pad(x, [[0, 0], edge, edge, [0, 0]]);
}

function shapeOf(tf: TensorFlow, tensor: tfjs.Tensor): tfjs.Tensor1D {
  return tf.tensor1d(tensor.shape, 'int32');
}
