/** One training step of UNet2DModel under the loss of DDPM, for tests. */
import type * as tfjs from '@tensorflow/tfjs-node-gpu';

import type { TensorFlow } from '@lockstep/tensorflow';
import type { UNet2DConfig } from '../unet2d/config.js';
import { unet2d } from '../unet2d/forward.js';
import type { ParameterList } from '@lockstep/task';

export interface NoiseBatch {
  /** Noised images in PyTorch's layout, [n, c, h, w]. */
  readonly noised: Float32Array;
  readonly noise: Float32Array;
  readonly timesteps: Float32Array;
  readonly classLabels?: Float32Array | undefined;
  readonly size: number;
}

export interface StepResult {
  /** [n, c, h, w] */
  readonly prediction: Float32Array;
  /** Mean squared error of each sample. */
  readonly losses: Float32Array;
  /** Gradient of the sum of the losses, in the flat vector's layout. */
  readonly gradient: Float32Array;
}

/** Holds the parameters on the device and computes steps with them. `dispose` frees them. */
export class UNet2DStepper {
  readonly #tf: TensorFlow;
  readonly #config: UNet2DConfig;
  readonly #list: ParameterList;
  readonly #tensors: Record<string, tfjs.Tensor> = {};

  constructor(tf: TensorFlow, config: UNet2DConfig, list: ParameterList, flat: Float32Array) {
    this.#tf = tf;
    this.#config = config;
    this.#list = list;
    for (const { name, storedShape, offset, size } of list.specs) {
      this.#tensors[name] = tf.tensor(flat.slice(offset, offset + size), [...storedShape]);
    }
  }

  step(batch: NoiseBatch): StepResult {
    const tf = this.#tf;
    const gradient = new Float32Array(this.#list.count);
    let [prediction, losses] = [new Float32Array(), new Float32Array()];
    // The results are not returned from tidy, which searches every element of a returned array for tensors.
    tf.tidy(() => {
      const names = Object.keys(this.#tensors);
      const loss = (...tensors: tfjs.Tensor[]): tfjs.Scalar => {
        const parameters = Object.fromEntries(names.map((name, index) => [name, tensors[index]!]));
        const { sample, noise, timesteps, classLabels } = this.#inputs(batch);
        const predicted = unet2d(tf, this.#config, parameters, { sample, timesteps, classLabels });
        const perSample = predicted.sub(noise).square().mean<tfjs.Tensor1D>([1, 2, 3]);
        prediction = predicted.transpose([0, 3, 1, 2]).dataSync<'float32'>().slice();
        losses = perSample.dataSync<'float32'>().slice();
        return perSample.sum<tfjs.Scalar>();
      };
      const { grads } = tf.valueAndGrads(loss)(Object.values(this.#tensors));
      this.#list.specs.forEach(({ offset }, index) => gradient.set(grads[index]!.dataSync<'float32'>(), offset));
    });
    return { prediction, losses, gradient };
  }

  dispose(): void {
    this.#tf.dispose(this.#tensors);
  }

  #inputs({ noised, noise, timesteps, classLabels, size }: NoiseBatch): {
    sample: tfjs.Tensor4D;
    noise: tfjs.Tensor4D;
    timesteps: tfjs.Tensor1D;
    classLabels?: tfjs.Tensor1D;
  } {
    const { in_channels, out_channels, sample_size } = this.#config;
    const [height, width] = typeof sample_size === 'number' ? [sample_size, sample_size] : sample_size!;
    const images = (values: Float32Array, channels: number): tfjs.Tensor4D =>
      this.#tf.tensor4d(values, [size, channels, height, width]).transpose([0, 2, 3, 1]);
    return {
      sample: images(noised, in_channels),
      noise: images(noise, out_channels),
      timesteps: this.#tf.tensor1d(timesteps),
      ...(classLabels && { classLabels: this.#tf.tensor1d(classLabels) }),
    };
  }
}
