/**
 * The network's layers as TensorFlow operations, each with its backward pass.
 *
 * Values and gradients are those of PyTorch's layers, from kernels that are deterministic on every device, in as few passes over
 * memory as TensorFlow allows. tfjs' automatic differentiation keeps every intermediate tensor until the end of the step. Here each
 * is freed after its last use, so that the next one reuses memory that is still in the processor's caches.
 *
 * Call all of these within a `tf.tidy`, which frees the remaining tensors.
 */
import {
  biasGradient,
  convolutionAttributes,
  convolveForward,
  filterGradient,
  hasOneDnn,
  inputGradient,
  siluGradient,
  upsampleGradient,
  type TensorFlow,
} from '@lockstep/tensorflow';
import type * as tfjs from '@tensorflow/tfjs-node-gpu';

import { comparedMaxPool, placedMaxPool, type Pooled } from './max-pool.js';
import { BLOCK, narrow, thinConvolve, wideFilterGradient, widen, type WideParameters } from './thin-convolution.js';

type Tensor4D = tfjs.Tensor4D;

const SAME = convolutionAttributes(1, 'SAME');

/** A layer's parameters on the device. */
export interface LayerParameters {
  /** [5, 5, in, out] */
  readonly filter: Tensor4D;
  /** [out] */
  readonly bias: tfjs.Tensor1D;
  /** The same for a thin convolution, if the layer has one output channel. */
  readonly wide: WideParameters | undefined;
}

/** Waits for the device and returns the values that it has computed. */
export type Values = () => Float32Array;

/** The result of a layer, and its backward pass. */
export interface Layer {
  /** [n, h, w, out] */
  readonly value: Tensor4D;
  /** Takes the gradient with respect to `value`. It frees the tensors that the layer has kept, so call it at most once. */
  readonly backward: (dy: Tensor4D) => LayerGradients;
}

/** Gradients with respect to a layer's parameters and, computed on demand, its input. */
export interface LayerGradients {
  readonly filter: Values;
  readonly bias: Values;
  readonly input: () => Tensor4D;
}

export class Operations {
  readonly #tf: TensorFlow;
  readonly #oneDnn: boolean;

  constructor(tf: TensorFlow, oneDnn = hasOneDnn(tf)) {
    this.#tf = tf;
    this.#oneDnn = oneDnn;
  }

  /** Puts a layer's parameters, [5, 5, in, out] and [out], on the device, which reads the arrays at their first use. */
  parameters(filter: Float32Array, shape: Tensor4D['shape'], bias: Float32Array): LayerParameters {
    return {
      filter: this.#tf.tensor4d(filter, shape),
      bias: this.#tf.tensor1d(bias),
      wide: shape[3] === 1 ? widen(this.#tf, filter, bias) : undefined,
    };
  }

  /**
   * A 5x5 convolution with stride 1 and zero padding, then SiLU: [n, h, w, in] to [n, h, w, out].
   * The result is z * s, where z = x * filter + bias and s = sigmoid(z).
   */
  layer(x: Tensor4D, { filter, bias, wide }: LayerParameters): Layer {
    const tf = this.#tf;
    const blocks = isInBlocks(x) ? wide : undefined;
    const z = blocks
      ? thinConvolve(tf, x, blocks, this.#oneDnn)
      : convolveForward(tf, x, filter, bias, SAME, this.#oneDnn);
    const s = z.sigmoid();
    const backward = (dy: Tensor4D): LayerGradients => {
      const dz = this.#freeing([z, s], () => siluGradient<Tensor4D>(tf, dy, z, s));
      const dFilter = blocks ? wideFilterGradient(tf, x, dz) : filterGradient(tf, x, filter.shape, dz, SAME);
      const dBias = biasGradient(tf, dz);
      const input = (): Tensor4D => this.#freeing([dz], () => inputGradient(tf, x.shape, filter, dz, SAME));
      const filterValues = (): Float32Array => dFilter.dataSync<'float32'>();
      return {
        filter: blocks ? () => narrow(filterValues()) : filterValues,
        bias: () => dBias.dataSync<'float32'>(),
        input,
      };
    };
    return { value: z.mul(s), backward };
  }

  /** 2x2 max-pooling: [n, 2h, 2w, c] to [n, h, w, c]. Among equal values the first in row order gets the gradient. */
  maxPool(x: Tensor4D): Pooled {
    return this.#oneDnn ? placedMaxPool(this.#tf, x) : comparedMaxPool(this.#tf, x);
  }

  /** Adds each pixel of x to a 2x2 square of y: [n, h, w, c] and [n, 2h, 2w, c] to the latter. */
  upsampleAdd(x: Tensor4D, y: Tensor4D): Tensor4D {
    const [samples, height, width, channels] = x.shape;
    const squares = y.reshape([samples * height, 2, width, 2, channels]);
    return x
      .reshape([samples * height, 1, width, 1, channels])
      .add(squares)
      .reshape(y.shape);
  }

  /** The gradient with respect to the x of {@link upsampleAdd}: [n, 2h, 2w, c] to [n, h, w, c]. */
  upsampleGradient(dy: Tensor4D): Tensor4D {
    return upsampleGradient(this.#tf, dy);
  }

  #freeing<T extends tfjs.Tensor>(spent: tfjs.Tensor[], compute: () => T): T {
    const result = this.#tf.tidy(compute);
    this.#tf.dispose(spent);
    return result;
  }
}

/** Returns whether a thin convolution can compute the pixels, in squares. */
function isInBlocks(x: Tensor4D): boolean {
  return x.shape[1] % BLOCK === 0 && x.shape[2] % BLOCK === 0;
}
