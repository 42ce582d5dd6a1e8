/**
 * TensorFlow's own operations, by name: those that tfjs does not offer, or offers only with more passes over memory.
 *
 * On processors three of them are oneDNN's (`_MklNative…`), which TensorFlow itself only puts into graphs: a convolution that
 * adds its bias while it writes, and a max-pooling that notes the place of each maximum, with its gradient. They are used where
 * the library has them; whether it has is part of the numerics, and shows in the fingerprint where it changes bits.
 */
import type * as tfjs from '@tensorflow/tfjs-node-gpu';

import { nativeBackend, type NativeAttribute, type NativeBackend, type TensorFlow } from './backend.js';

type Tensor4D = tfjs.Tensor4D;

/** Images are [n, h, w, c]; strides are the same in both directions; convolutions are padded with zeros to `SAME`. */
export class NativeOperations {
  /** Whether oneDNN's operations can be used: not on a graphics card, and not in every build of the library. */
  readonly hasOneDnn: boolean;
  readonly #tf: TensorFlow;
  readonly #backend: NativeBackend;
  readonly #float: NativeAttribute;
  readonly #layout: NativeAttribute;
  /** What TensorFlow marks oneDNN's kernels with. */
  readonly #oneDnn: NativeAttribute;
  readonly #pooling: NativeAttribute[];
  readonly #placedPooling: NativeAttribute[];
  readonly #shapes = new Map<string, tfjs.Tensor1D>();

  /** @param oneDnn false: do without oneDNN's own operations even where they can be used. */
  constructor(tf: TensorFlow, oneDnn = true) {
    this.#tf = tf;
    this.#backend = nativeBackend(tf);
    const { TF_ATTR_TYPE, TF_ATTR_BOOL, TF_FLOAT } = this.#backend.binding;
    this.#float = { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT };
    this.#layout = this.#text('data_format', 'NHWC');
    this.#oneDnn = this.#text('_kernel', 'MklNameChangeOp');
    const window = [1, 2, 2, 1];
    const [ksize, strides] = [this.#numbers('ksize', window), this.#numbers('strides', window)];
    this.#pooling = [ksize, strides, this.#text('padding', 'VALID'), this.#layout];
    this.#placedPooling = [
      this.#oneDnn,
      ...this.#pooling,
      { name: 'workspace_enabled', type: TF_ATTR_BOOL, value: true },
    ];
    this.hasOneDnn = oneDnn && !this.#backend.isUsingGpuDevice && this.#tryOneDnn();
  }

  /** g * s * (1 - s): the gradient of a sigmoid whose value is s, times g. */
  sigmoidGradient(s: Tensor4D, g: Tensor4D): Tensor4D {
    return this.#run('SigmoidGrad', [s, g]);
  }

  /** g where x > 0, else 0. */
  reluGradient<T extends tfjs.Tensor>(g: T, x: T): T {
    return this.#run('ReluGrad', [g, x]);
  }

  /** Sums over samples and pixels: [n, h, w, c] to [c]. */
  biasGradient(dz: Tensor4D): tfjs.Tensor1D {
    return this.#run('BiasAddGrad', [dz], [this.#layout]);
  }

  /** Convolution of x with the filter [k, k, in, out], plus the bias [out]. */
  convolve(x: Tensor4D, filter: Tensor4D, bias: tfjs.Tensor1D, stride: number): Tensor4D {
    if (this.hasOneDnn) return this.#convolveOneDnn(x, filter, bias, stride);
    const z = this.#run<Tensor4D>('Conv2D', [x, filter], this.#convolution(stride));
    return this.#run('BiasAdd', [z, bias], [this.#layout]);
  }

  /** The gradient of a convolution of stride 1 for its input, from that for its output. */
  inputGradient(x: Tensor4D, filter: Tensor4D, dz: Tensor4D): Tensor4D {
    return this.#run('Conv2DBackpropInput', [this.#shape(x.shape), filter, dz], this.#convolution(1));
  }

  /** The gradient of a convolution for its filter of the given shape, from that for its output. */
  filterGradient(x: Tensor4D, filterShape: Tensor4D['shape'], dz: Tensor4D, stride: number): Tensor4D {
    return this.#run('Conv2DBackpropFilter', [x, this.#shape(filterShape), dz], this.#convolution(stride));
  }

  /** Lays squares of pixels side by side as channels: [n, h, w, c] to [n, h / size, w / size, size * size * c]. */
  spaceToDepth(x: Tensor4D, size: number): Tensor4D {
    return this.#run('SpaceToDepth', [x], [this.#numbers('block_size', size), this.#layout]);
  }

  /** The reverse of {@link spaceToDepth}. */
  depthToSpace(x: Tensor4D, size: number): Tensor4D {
    return this.#run('DepthToSpace', [x], [this.#numbers('block_size', size), this.#layout]);
  }

  /** The mean of each 2x2 square. */
  averagePool(x: Tensor4D): Tensor4D {
    return this.#run('AvgPool', [x], this.#pooling);
  }

  /** oneDNN's 2x2 max-pooling: the maxima, and where they are, for {@link maxPoolGradient}. */
  maxPool(x: Tensor4D): [maxima: Tensor4D, places: tfjs.Tensor] {
    const attributes = [this.#float, ...this.#placedPooling];
    return this.#backend.executeMultipleOutputs('_MklNativeMaxPool', attributes, [x], 2) as [Tensor4D, tfjs.Tensor];
  }

  maxPoolGradient(x: Tensor4D, maxima: Tensor4D, places: tfjs.Tensor, dy: Tensor4D): Tensor4D {
    return this.#run('_MklNativeMaxPoolGrad', [x, maxima, dy, places], this.#placedPooling);
  }

  #convolveOneDnn(x: Tensor4D, filter: Tensor4D, bias: tfjs.Tensor1D, stride: number): Tensor4D {
    return this.#run('_MklNativeConv2DWithBias', [x, filter, bias], [this.#oneDnn, ...this.#convolution(stride)]);
  }

  /** A shape as a tensor, made once. */
  #shape(shape: number[]): tfjs.Tensor1D {
    const key = shape.join();
    const made = this.#shapes.get(key) ?? this.#tf.keep(this.#tf.tensor1d(shape, 'int32'));
    this.#shapes.set(key, made);
    return made;
  }

  #text(name: string, value: string): NativeAttribute {
    return { name, type: this.#backend.binding.TF_ATTR_STRING, value };
  }

  #numbers(name: string, value: number | number[]): NativeAttribute {
    return { name, type: this.#backend.binding.TF_ATTR_INT, value };
  }

  #convolution(stride: number): NativeAttribute[] {
    return [this.#text('padding', 'SAME'), this.#numbers('strides', [1, stride, stride, 1]), this.#layout];
  }

  #run<T extends tfjs.Tensor>(name: string, inputs: tfjs.Tensor[], attributes: NativeAttribute[] = []): T {
    return this.#backend.executeSingleOutput(name, [this.#float, ...attributes], inputs) as T;
  }

  #tryOneDnn(): boolean {
    try {
      return this.#tf.tidy(() => {
        const [x, one] = [this.#tf.ones<tfjs.Rank.R4>([1, 2, 2, 1]), this.#tf.ones<tfjs.Rank.R4>([1, 1, 1, 1])];
        this.#convolveOneDnn(x, one, one.reshape([1]), 1);
        this.maxPoolGradient(x, ...this.maxPool(x), one);
        return true;
      });
    } catch {
      return false;
    }
  }
}
