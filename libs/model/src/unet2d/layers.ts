/** The layers of UNet2DModel. Activations are channels-last, [n, h, w, c]. */
import type * as tfjs from '@tensorflow/tfjs-node-gpu';

import type { TensorFlow } from '@lockstep/tensorflow';
import {
  attention,
  convolve,
  groupNorm,
  linear,
  silu,
  type ConvolutionOptions,
  type GroupNormOptions,
} from '@lockstep/tensorflow';
import type { AttentionLayer, ResnetLayer } from './blocks.js';
import { UNet2DConfigError } from '../errors.js';

type Tensor4D = tfjs.Tensor4D;

/** Parameters keyed by diffusers' names, in their stored shapes. */
export type NamedTensors = Readonly<Record<string, tfjs.Tensor>>;

/** Calls kernels with the parameters whose names begin with a prefix. */
export class Layers {
  readonly tf: TensorFlow;
  readonly #parameters: NamedTensors;
  readonly #epsilon: number;

  constructor(tf: TensorFlow, parameters: NamedTensors, epsilon: number) {
    this.tf = tf;
    this.#parameters = parameters;
    this.#epsilon = epsilon;
  }

  parameter<T extends tfjs.Tensor>(name: string): T {
    const tensor = this.#parameters[name];
    if (!tensor) throw new UNet2DConfigError(`The parameter ${name} is missing.`);
    return tensor as T;
  }

  /** [n, h, w, in] to [n, h, w, out] */
  convolution(name: string, x: Tensor4D, options?: ConvolutionOptions): Tensor4D {
    return convolve(this.tf, x, this.parameter(`${name}.weight`), this.parameter(`${name}.bias`), options);
  }

  /** [..., in] to [..., out] */
  linear<T extends tfjs.Tensor>(name: string, x: T): T {
    return linear(this.tf, x, this.parameter(`${name}.weight`), this.parameter(`${name}.bias`));
  }

  norm<T extends tfjs.Tensor>(name: string, x: T, groups: number, activation?: GroupNormOptions['activation']): T {
    const options = { groups, epsilon: this.#epsilon, ...(activation && { activation }) };
    return groupNorm(this.tf, x, this.parameter(`${name}.weight`), this.parameter(`${name}.bias`), options);
  }

  /**
   * ResnetBlock2D: [n, h, w, inputs] to [n, h, w, outputs].
   * @param time SiLU of the time's embedding, [n, t]
   * @param divisor divisor of the sum of the residual connection
   */
  resnet(
    { name, inputs, outputs }: ResnetLayer,
    x: Tensor4D,
    time: tfjs.Tensor2D,
    groups: number,
    divisor = 1,
  ): Tensor4D {
    const normed = this.norm(`${name}.norm1`, x, groups, 'silu'); //           [n, h, w, inputs]
    const shift = this.linear(`${name}.time_emb_proj`, time); //               [n, outputs]
    const hidden = this.convolution(`${name}.conv1`, normed) //                [n, h, w, outputs]
      .add<Tensor4D>(shift.reshape([shift.shape[0], 1, 1, outputs]));
    const again = this.norm(`${name}.norm2`, hidden, groups, 'silu'); //       [n, h, w, outputs]
    const result = this.convolution(`${name}.conv2`, again); //                [n, h, w, outputs]
    const shortcut = inputs === outputs ? x : this.convolution(`${name}.conv_shortcut`, x);
    return divide(shortcut.add(result), divisor);
  }

  /** The attention of diffusers' AttnProcessor2_0 with a residual connection, [n, h, w, c] to the same shape. */
  attention({ name, heads, groups }: AttentionLayer, x: Tensor4D, divisor = 1): Tensor4D {
    const [samples, height, width, channels] = x.shape;
    const tokens = x.reshape<tfjs.Tensor3D>([samples, height * width, channels]); // [n, h * w, c]
    const normed = this.norm(`${name}.group_norm`, tokens, groups); //         [n, h * w, c]
    const query = this.linear(`${name}.to_q`, normed); //                      [n, h * w, inner]
    const key = this.linear(`${name}.to_k`, normed); //                        [n, h * w, inner]
    const value = this.linear(`${name}.to_v`, normed); //                      [n, h * w, inner]
    const mixed = attention(this.tf, query, key, value, { heads }); //         [n, h * w, inner]
    const result = this.linear(`${name}.to_out.0`, mixed); //                  [n, h * w, c]
    return divide(x.add(result.reshape<Tensor4D>(x.shape)), divisor);
  }

  /** TimestepEmbedding: [n, c] to [n, t] */
  timeEmbedding(name: string, embedded: tfjs.Tensor2D): tfjs.Tensor2D {
    const hidden = silu(this.tf, this.linear(`${name}.linear_1`, embedded)); // [n, t]
    return this.linear(`${name}.linear_2`, hidden); //                         [n, t]
  }
}

function divide(x: Tensor4D, divisor: number): Tensor4D {
  return divisor === 1 ? x : x.div(divisor);
}
