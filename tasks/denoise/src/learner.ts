/** Computes gradients of the denoising loss with TensorFlow. */
import { UNetComputer } from '@lockstep/model';
import type { DeviceDescription, Learner, LearnerOptions, SampleRange, ShardResult } from '@lockstep/task';
import { loadTensorFlow } from '@lockstep/tensorflow';

import { imageBatch, type ImageBatch } from './batch.js';
import { readImageFiles } from './data.js';
import type { ImageSet } from './idx.js';

/** @throws TensorFlowUnavailableError, TensorFlowSettingsError, MissingImagesError, IdxFormatError */
export async function createLearner({ files, seed, threads }: LearnerOptions): Promise<Learner> {
  const { tf, device } = loadTensorFlow({ threads });
  const { train, test } = await readImageFiles(files);
  return new DenoiseLearner(device, new UNetComputer(tf), train, test, seed);
}

class DenoiseLearner implements Learner {
  constructor(
    readonly device: DeviceDescription,
    private readonly computer: UNetComputer,
    private readonly train: ImageSet,
    private readonly test: ImageSet,
    private readonly seed: number,
  ) {}

  batch(samples: SampleRange): ImageBatch {
    return imageBatch(samples.phase === 'train' ? this.train : this.test, this.seed, samples);
  }

  setWeights(weights: Float32Array): void {
    this.computer.setWeights(weights);
  }

  gradient(batch: ImageBatch, out: Float32Array): ShardResult {
    return { lossSum: this.computer.gradient(batch, out) };
  }

  evaluate(batch: ImageBatch): ShardResult {
    return { lossSum: this.computer.evaluate(batch) };
  }

  dispose(): void {
    this.computer.dispose();
  }
}
