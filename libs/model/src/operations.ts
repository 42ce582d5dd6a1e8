/**
 * The network's layers as TensorFlow operations with gradients of our own.
 *
 * Aim: the same values and gradients as PyTorch's layers, on kernels that are deterministic on every device, in as few
 * passes over memory as tfjs allows. Three of tfjs' own gradients are not used:
 * - nearest upsampling: its gradient kernel has no deterministic version for GPUs, a 2x2 average does the same sum;
 * - max-pooling: the kernel finds the maxima again, one window at a time; halves of the window are compared instead;
 * - SiLU and bias: tfjs would go over each activation twice as often.
 */
import type * as tfjs from '@tensorflow/tfjs-node-gpu';

import { nativeBackend, type TensorFlow } from './backend.js';

type Tensor4D = tfjs.Tensor4D;

export interface Operations {
  /** 5x5 convolution, stride 1, zero padding: [n, h, w, in] and [5, 5, in, out] to [n, h, w, out]. */
  convolve(x: Tensor4D, filter: Tensor4D): Tensor4D;
  /** SiLU of x + bias: z * sigmoid(z) with z = x + bias; [n, h, w, c] and [c] to [n, h, w, c]. */
  biasSilu(x: Tensor4D, bias: tfjs.Tensor1D): Tensor4D;
  /** 2x2 max-pooling: [n, 2h, 2w, c] to [n, h, w, c]. Among equal values the first in row order gets the gradient. */
  maxPool(x: Tensor4D): Tensor4D;
  /** Repeats every pixel in a 2x2 square: [n, h, w, c] to [n, 2h, 2w, c]. */
  upsample(x: Tensor4D): Tensor4D;
}

/** Binds the operations to a loaded TensorFlow. */
export function createOperations(tf: TensorFlow): Operations {
  const run = nativeRunner(tf);
  const biasSilu = tf.customGrad((x, bias, save) =>
    biasSiluWithGradient(tf, run, x as Tensor4D, bias as tfjs.Tensor1D, save as Save),
  );
  const maxPool = tf.customGrad((x, save) => maxPoolWithGradient(tf, run, x as Tensor4D, save as Save));
  const upsample = tf.customGrad((x) => upsampleWithGradient(tf, x as Tensor4D));
  return {
    convolve: (x, filter) => tf.conv2d(x, filter, 1, 'same'),
    biasSilu: (x, bias) => biasSilu(x, bias) as Tensor4D,
    maxPool: (x) => maxPool(x) as Tensor4D,
    upsample: (x) => upsample(x) as Tensor4D,
  };
}

type Save = (tensors: tfjs.Tensor[]) => void;
type Run = <T extends tfjs.Tensor>(name: string, inputs: tfjs.Tensor[], format?: 'NHWC') => T;

/** Runs TensorFlow operations that tfjs does not offer. */
function nativeRunner(tf: TensorFlow): Run {
  const backend = nativeBackend(tf);
  const { TF_ATTR_TYPE, TF_ATTR_STRING, TF_FLOAT } = backend.binding;
  const dtype = { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT };
  return <T extends tfjs.Tensor>(name: string, inputs: tfjs.Tensor[], format?: 'NHWC') => {
    const layout = format ? [{ name: 'data_format', type: TF_ATTR_STRING, value: format }] : [];
    return backend.executeSingleOutput(name, [dtype, ...layout], inputs) as T;
  };
}

function biasSiluWithGradient(tf: TensorFlow, run: Run, x: Tensor4D, bias: tfjs.Tensor1D, save: Save) {
  const z = run<Tensor4D>('BiasAdd', [x, bias], 'NHWC');
  const gate = tf.sigmoid(z);
  save([z, gate]);
  // d(z*s) = s + z*s*(1-s); SigmoidGrad(s, z) is the second term in one pass.
  const gradFunc = (dy: tfjs.Tensor, saved: tfjs.Tensor[]) => {
    const [z, gate] = saved as [Tensor4D, Tensor4D];
    const dz = dy.mul(run('SigmoidGrad', [gate, z]).add(gate));
    return [dz, run('BiasAddGrad', [dz], 'NHWC')];
  };
  return { value: z.mul(gate), gradFunc };
}

/**
 * Left and right pixels are compared first, then upper and lower rows; on a tie the earlier half wins, so the winner of
 * a window is the first of its maxima in row order. ReluGrad(d, b - a) is d where b > a, else 0: exact either way.
 */
function maxPoolWithGradient(tf: TensorFlow, run: Run, x: Tensor4D, save: Save) {
  const [samples, height, width, channels] = x.shape;
  const [rows, columns] = [height / 2, width / 2];
  const [left, right] = tf.split(x.reshape([samples * height * columns, 2 * channels]), 2, 1) as [
    tfjs.Tensor,
    tfjs.Tensor,
  ];
  const widest = tf.maximum(left, right).reshape([samples * rows, 2 * columns * channels]);
  const [upper, lower] = tf.split(widest, 2, 1) as [tfjs.Tensor, tfjs.Tensor];
  save([left, right, upper, lower]);
  const gradFunc = (dy: tfjs.Tensor, saved: tfjs.Tensor[]) => {
    const [left, right, upper, lower] = saved as [tfjs.Tensor, tfjs.Tensor, tfjs.Tensor, tfjs.Tensor];
    const toWidest = divide(tf, run, dy.reshape(upper.shape), upper, lower);
    return divide(tf, run, toWidest.reshape(left.shape), left, right).reshape(x.shape);
  };
  return { value: tf.maximum(upper, lower).reshape([samples, rows, columns, channels]), gradFunc };
}

/** Gives each gradient to the larger of `first` and `second` (all [m, k]) and lays the two results side by side: [m, 2k]. */
function divide(tf: TensorFlow, run: Run, gradient: tfjs.Tensor, first: tfjs.Tensor, second: tfjs.Tensor): tfjs.Tensor {
  const toSecond = run('ReluGrad', [gradient, second.sub(first)]);
  return tf.concat([gradient.sub(toSecond), toSecond], 1);
}

function upsampleWithGradient(tf: TensorFlow, x: Tensor4D) {
  const [samples, height, width, channels] = x.shape;
  const spread = tf.broadcastTo(x.reshape([samples * height, 1, width, 1, channels]), [
    samples * height,
    2,
    width,
    2,
    channels,
  ]);
  // Four times the mean of each square is its sum: multiplying by powers of two rounds nothing.
  const gradFunc = (dy: tfjs.Tensor) => tf.avgPool(dy as Tensor4D, 2, 2, 'valid').mul(4);
  return { value: spread.reshape([samples, 2 * height, 2 * width, channels]), gradFunc };
}
