/**
 * Computes one shard: the forward and backward pass of a few dozen images.
 *
 * The gradient is a sum over the samples, not a mean, so that the engine can add the sums of shards and divide once, by the number of
 * samples of the step. A shard is one sequence of kernel calls over all its samples, because a different grouping of the samples gives
 * different bits.
 */
import { ParameterLayoutError } from '@lockstep/task';
import type { TensorFlow } from '@lockstep/tensorflow';
import type * as tfjs from '@tensorflow/tfjs-node-gpu';

import { BatchShapeError } from '../errors.js';
import { Operations, type LayerParameters } from './operations.js';
import { BASIC_UNET } from './parameters.js';
import { basicUNet, IMAGE_PIXELS, IMAGE_SIZE } from './unet.js';

/** Images of one shard. */
export interface TrainingBatch {
  readonly size: number;
  /** [size, 28, 28, 1], values from 0 to 1. */
  readonly clean: Float32Array;
  /** [size, 28, 28, 1]. */
  readonly noised: Float32Array;
}

const PARAMETERS = BASIC_UNET.specs;

/** BasicUNet on one device, with the weights of one version at a time. */
export class UNetComputer {
  readonly #tf: TensorFlow;
  readonly #operations: Operations;
  readonly #values = new Float32Array(BASIC_UNET.count);
  #layers: LayerParameters[] = [];

  /** The model has no weights until {@link setWeights} is called. */
  constructor(tf: TensorFlow) {
    this.#tf = tf;
    this.#operations = new Operations(tf);
  }

  /** Replaces the weights, a flat vector of {@link BASIC_UNET}. The caller may reuse the vector. */
  setWeights(flat: Float32Array): void {
    BASIC_UNET.checkFlat(flat);
    this.dispose();
    // Copies the values, because TensorFlow reads the array of a tensor at the tensor's first use.
    this.#values.set(flat);
    for (let filter = 0; filter < PARAMETERS.length; filter += 2) {
      const { storedShape } = PARAMETERS[filter]!;
      const [values, bias] = [this.#valuesOf(filter), this.#valuesOf(filter + 1)];
      this.#layers.push(this.#operations.parameters(values, [...storedShape] as tfjs.Tensor4D['shape'], bias));
    }
  }

  /**
   * Returns the sum over the samples of each sample's mean squared error (float32), and writes the gradient of that sum into `out`, a
   * flat vector of {@link BASIC_UNET}.
   */
  gradient(batch: TrainingBatch, out: Float32Array): number {
    BASIC_UNET.checkFlat(out);
    checkBatch(batch);
    const layers = this.#currentLayers();
    return this.#tf.tidy(() => {
      const { prediction, backward } = basicUNet(this.#operations, layers, this.#images(batch.noised, batch.size));
      const error = prediction.sub<tfjs.Tensor4D>(this.#images(batch.clean, batch.size));
      const gradients = backward(error.mul(2 / IMAGE_PIXELS));
      gradients.forEach((values, index) => out.set(values(), PARAMETERS[index]!.offset));
      return lossSum(error);
    });
  }

  /** Returns the sum over the samples of each sample's mean squared error (float32). */
  evaluate(batch: TrainingBatch): number {
    checkBatch(batch);
    const layers = this.#currentLayers();
    return this.#tf.tidy(() => {
      const { prediction } = basicUNet(this.#operations, layers, this.#images(batch.noised, batch.size));
      return lossSum(prediction.sub(this.#images(batch.clean, batch.size)));
    });
  }

  /** Returns the clean images that the model predicts: [size, 28, 28, 1] to the same shape. */
  predict(noised: Float32Array, size: number): Float32Array {
    checkPixels('noised', noised, size);
    const layers = this.#currentLayers();
    return this.#tf.tidy(() => {
      const { prediction } = basicUNet(this.#operations, layers, this.#images(noised, size));
      return prediction.dataSync<'float32'>();
    });
  }

  /** Frees the weights on the device. {@link setWeights} may be called again. */
  dispose(): void {
    this.#tf.dispose(this.#layers as unknown as tfjs.TensorContainer);
    this.#layers = [];
  }

  #valuesOf(parameter: number): Float32Array {
    const { offset, size } = PARAMETERS[parameter]!;
    return this.#values.subarray(offset, offset + size);
  }

  #images(pixels: Float32Array, size: number): tfjs.Tensor4D {
    return this.#tf.tensor4d(pixels, [size, IMAGE_SIZE, IMAGE_SIZE, 1], 'float32');
  }

  #currentLayers(): LayerParameters[] {
    if (this.#layers.length === 0) throw new ParameterLayoutError('The model has no weights. Call setWeights first.');
    return this.#layers;
  }
}

/** Returns the sum over the samples of the mean squared error: [n, 28, 28, 1] to a number. */
function lossSum(error: tfjs.Tensor): number {
  return Math.fround(error.square().sum().dataSync<'float32'>()[0]! / IMAGE_PIXELS);
}

function checkBatch(batch: TrainingBatch): void {
  checkPixels('clean', batch.clean, batch.size);
  checkPixels('noised', batch.noised, batch.size);
}

function checkPixels(field: string, pixels: Float32Array, size: number): void {
  if (!Number.isInteger(size) || size < 1 || pixels.length !== size * IMAGE_PIXELS) {
    throw new BatchShapeError(
      `A batch of ${size} images needs ${size} x ${IMAGE_PIXELS} values in '${field}', which has ${pixels.length}.`,
    );
  }
}
