/**
 * The network's layers as TensorFlow operations, each with its way back.
 *
 * Aim: the same values and gradients as PyTorch's layers, on kernels that are deterministic on every device, in as few
 * passes over memory as TensorFlow allows. tfjs' automatic gradients are not used: its tape keeps every intermediate tensor
 * until the end, while here each is freed where it is needed for the last time, so that the next one finds its memory still in
 * the processor's caches; nor would it know that an upsampling's gradient needs no scatter (that kernel has no
 * deterministic version for GPUs) or that a convolution's kernel can add the bias.
 *
 * Everything is called within a `tf.tidy`, which frees what is left over.
 */
import type * as tfjs from '@tensorflow/tfjs-node-gpu';

import type { TensorFlow } from '@lockstep/tensorflow';
import { comparedMaxPool, placedMaxPool, type Pooled } from './max-pool.js';
import { NativeOperations } from '@lockstep/tensorflow';
import { BLOCK, narrow, thinConvolve, wideFilterGradient, widen, type WideParameters } from './thin-convolution.js';

type Tensor4D = tfjs.Tensor4D;

/** A layer's parameters on the device. */
export interface LayerParameters {
  /** [5, 5, in, out] */
  readonly filter: Tensor4D;
  /** [out] */
  readonly bias: tfjs.Tensor1D;
  /** The same for a thin convolution, where there is one output. */
  readonly wide: WideParameters | undefined;
}

/** Waits for the device to be done and gives the values that it has computed. */
export type Values = () => Float32Array;

/** The result of a layer and the way back. */
export interface Layer {
  /** [n, h, w, out] */
  readonly value: Tensor4D;
  /** Takes the gradient for `value`; frees what the layer has kept, so it can be called once. */
  readonly backward: (dy: Tensor4D) => LayerGradients;
}

/** Gradients of a layer for its parameters, and on demand for its input. */
export interface LayerGradients {
  readonly filter: Values;
  readonly bias: Values;
  readonly input: () => Tensor4D;
}

export class Operations {
  readonly #tf: TensorFlow;
  readonly #native: NativeOperations;

  constructor(tf: TensorFlow, native = new NativeOperations(tf)) {
    this.#tf = tf;
    this.#native = native;
  }

  /** Puts a layer's parameters, [5, 5, in, out] and [out], on the device, which takes them at their first use. */
  parameters(filter: Float32Array, shape: Tensor4D['shape'], bias: Float32Array): LayerParameters {
    return {
      filter: this.#tf.tensor4d(filter, shape),
      bias: this.#tf.tensor1d(bias),
      wide: shape[3] === 1 ? widen(this.#tf, filter, bias) : undefined,
    };
  }

  /**
   * 5x5 convolution, stride 1, zero padding, then SiLU: z * s with z = x * filter + bias and s = sigmoid(z).
   * [n, h, w, in] to [n, h, w, out].
   */
  layer(x: Tensor4D, { filter, bias, wide }: LayerParameters): Layer {
    const tf = this.#tf;
    const native = this.#native;
    const blocks = isInBlocks(x) ? wide : undefined;
    const z = blocks ? tf.tidy(() => thinConvolve(native, x, blocks)) : native.convolve(x, filter, bias, 1);
    const s = z.sigmoid();
    const backward = (dy: Tensor4D): LayerGradients => {
      // d(z*s) = s + z*s*(1-s), whose second term is one pass.
      const dz = this.#freeing([z, s], () => dy.mul<Tensor4D>(native.sigmoidGradient(s, z).add(s)));
      const filterGradient = blocks
        ? tf.tidy(() => wideFilterGradient(native, x, dz))
        : native.filterGradient(x, filter.shape, dz, 1);
      const biasGradient = native.biasGradient(dz);
      const input = (): Tensor4D => this.#freeing([dz], () => native.inputGradient(x, filter, dz));
      const filterValues = (): Float32Array => filterGradient.dataSync<'float32'>();
      return {
        filter: blocks ? () => narrow(filterValues()) : filterValues,
        bias: () => biasGradient.dataSync<'float32'>(),
        input,
      };
    };
    return { value: z.mul(s), backward };
  }

  /** 2x2 max-pooling: [n, 2h, 2w, c] to [n, h, w, c]. Among equal values the first in row order gets the gradient. */
  maxPool(x: Tensor4D): Pooled {
    return this.#native.hasOneDnn ? placedMaxPool(this.#native, x) : comparedMaxPool(this.#tf, this.#native, x);
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

  /** The gradient for the x of {@link upsampleAdd}: the sum of each 2x2 square of dy. */
  upsampleGradient(dy: Tensor4D): Tensor4D {
    // Four times the mean: multiplying by powers of two rounds nothing.
    return this.#tf.tidy(() => this.#native.averagePool(dy).mul(4));
  }

  #freeing<T extends tfjs.Tensor>(spent: tfjs.Tensor[], compute: () => T): T {
    const result = this.#tf.tidy(compute);
    this.#tf.dispose(spent);
    return result;
  }
}

/** Whether the pixels can be cut into blocks. */
function isInBlocks(x: Tensor4D): boolean {
  return x.shape[1] % BLOCK === 0 && x.shape[2] % BLOCK === 0;
}
