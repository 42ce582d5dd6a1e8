/**
 * Measures a worker's numerics: two workers with equal fingerprints compute equal bits.
 *
 * The run's real shard sizes are probed, because a kernel cuts its sums differently for other sizes: a probe of one sample does not
 * even depend on the number of threads. The weights are those of a fixed seed, the samples those of the run. Every shard is computed
 * twice, so that a device that does not repeat itself is told apart from one that computes differently.
 */
import { createHash } from 'node:crypto';

import { epochPermutation } from '@lockstep/data';
import type { Batch, Learner, ParameterList } from '@lockstep/task';

import { NonDeterministicDeviceError } from './errors.js';

const PROBE_SEED = 20_250_101;

/** What a fingerprint is taken of. */
export interface Probe {
  readonly learner: Pick<Learner, 'batch' | 'setWeights' | 'gradient'>;
  readonly parameters: Pick<ParameterList, 'count' | 'initialWeights'>;
  /** Sizes of all shards of the run, in any order, each at most `trainSamples`. */
  readonly shardSizes: readonly number[];
  /** Seed of the run, and its number of training samples. */
  readonly seed: number;
  readonly trainSamples: number;
}

/**
 * Hashes the losses and all gradients of one shard per size: the first samples of epoch 0, each size once, in ascending order.
 * Leaves the probe's weights in the learner.
 * @returns SHA-256 as hex
 * @throws NonDeterministicDeviceError if a probe's second computation differs from its first
 */
export function fingerprint({ learner, parameters, shardSizes, seed, trainSamples }: Probe): string {
  learner.setWeights(parameters.initialWeights(PROBE_SEED));
  const order = epochPermutation(seed, 0, trainSamples);
  const hash = createHash('sha256');
  for (const size of [...new Set(shardSizes)].sort((a, b) => a - b)) {
    const batch = learner.batch({ phase: 'train', epoch: 0, indices: order.slice(0, size) });
    const first = compute(learner, batch, parameters.count);
    if (!first.equals(compute(learner, batch, parameters.count))) {
      throw new NonDeterministicDeviceError(
        `Computed twice, a shard of ${size} samples gave two different gradients: this device cannot take part in an ` +
          'exact run. On a GPU, see that TF_DETERMINISTIC_OPS=1 is set where TensorFlow loads.',
      );
    }
    hash.update(`${size}\n`).update(first);
  }
  return hash.digest('hex');
}

/** The bytes of one shard's gradient, followed by those of its loss (float32). */
function compute(learner: Probe['learner'], batch: Batch, count: number): Buffer {
  const result = new Float32Array(count + 1);
  result[count] = learner.gradient(batch, result.subarray(0, count)).lossSum;
  return Buffer.from(result.buffer);
}
