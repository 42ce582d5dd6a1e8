/**
 * Measures a worker's numerics. Workers with equal fingerprints compute equal bits.
 *
 * The probes have the run's real shard sizes, because a kernel splits its sums differently for different sizes. The result of a single
 * sample does not even depend on the number of threads. The weights come from a fixed seed and the samples from the run. Each shard
 * is computed twice, to tell a device that is not deterministic from one with different numerics.
 */
import { createHash } from 'node:crypto';

import { epochPermutation } from '@lockstep/data';
import type { Batch, Learner, ParameterList } from '@lockstep/task';

import { NonDeterministicDeviceError } from './errors.js';

const PROBE_SEED = 20_250_101;

/** The arguments of {@link fingerprint}. */
export interface Probe {
  readonly learner: Pick<Learner, 'batch' | 'setWeights' | 'gradient'>;
  readonly parameters: Pick<ParameterList, 'count' | 'initialWeights'>;
  /** Sizes of all shards of the run, in any order, each at most `trainSamples`. */
  readonly shardSizes: readonly number[];
  /** Seed of the run. */
  readonly seed: number;
  /** Number of training samples of the run. */
  readonly trainSamples: number;
}

/**
 * Returns the SHA-256 (hex) of the gradients and losses of one shard for each size, in ascending order of size. Each shard holds the
 * first samples of epoch 0. Afterwards the learner has the weights of the probes.
 * @throws NonDeterministicDeviceError if the second computation of a shard differs from the first
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
        `Computed twice, a shard of ${size} samples gave two different gradients, so this device cannot take part in a run. ` +
          'On a GPU, check that TF_DETERMINISTIC_OPS=1 is set where TensorFlow loads.',
      );
    }
    hash.update(`${size}\n`).update(first);
  }
  return hash.digest('hex');
}

/** Returns the bytes of a shard's gradient and of its loss, as float32. */
function compute(learner: Probe['learner'], batch: Batch, count: number): Buffer {
  const result = new Float32Array(count + 1);
  result[count] = learner.gradient(batch, result.subarray(0, count)).lossSum;
  return Buffer.from(result.buffer);
}
