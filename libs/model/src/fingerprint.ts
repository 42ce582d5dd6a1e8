/**
 * Measures a worker's numerics: two workers with equal fingerprints compute equal bits.
 *
 * The run's real shard sizes are probed, since a kernel cuts its sums differently for other sizes: a probe of one image
 * does not even see the number of threads. Weights and images are keyed by a fixed seed. Every shard is computed twice;
 * a device that does not repeat itself is told apart from one that merely computes otherwise.
 */
import { createHash } from 'node:crypto';

import { fillUniform, Purpose } from '@lockstep/data';

import { NonDeterministicDeviceError } from './errors.js';
import { initialWeights } from './init.js';
import { PARAMETER_COUNT } from './parameters.js';
import type { TrainingBatch, UNetComputer } from './step.js';
import { IMAGE_PIXELS } from './unet.js';

const PROBE_SEED = 20_250_101;

/** What the fingerprint needs of a computer. */
export type ProbedComputer = Pick<UNetComputer, 'setWeights' | 'gradient'>;

/**
 * Hashes the losses and all gradients of one probe per shard size (each size once, in ascending order).
 * Leaves the probe's weights in the computer.
 * @returns SHA-256 as hex
 * @throws NonDeterministicDeviceError if a probe's second computation differs from its first.
 */
export function fingerprint(computer: ProbedComputer, shardSizes: readonly number[]): string {
  computer.setWeights(initialWeights(PROBE_SEED));
  const hash = createHash('sha256');
  for (const size of [...new Set(shardSizes)].sort((a, b) => a - b)) {
    const batch = probeBatch(size);
    const first = probe(computer, batch);
    if (!first.equals(probe(computer, batch))) {
      throw new NonDeterministicDeviceError(
        `Computed twice, a shard of ${size} images gave two different gradients: this device cannot take part in an ` +
          'exact run. On a GPU, see that TF_DETERMINISTIC_OPS=1 is set where TensorFlow loads.',
      );
    }
    hash.update(`${size}\n`).update(first);
  }
  return hash.digest('hex');
}

/** The bytes of one shard's gradient and, after them, of its loss (float32). */
function probe(computer: ProbedComputer, batch: TrainingBatch): Buffer {
  const result = new Float32Array(PARAMETER_COUNT + 1);
  result[PARAMETER_COUNT] = computer.gradient(batch, result.subarray(0, PARAMETER_COUNT));
  return Buffer.from(result.buffer);
}

function probeBatch(size: number): TrainingBatch {
  const clean = new Float32Array(size * IMAGE_PIXELS);
  const noised = new Float32Array(size * IMAGE_PIXELS);
  fillUniform(clean, PROBE_SEED, Purpose.probe, size, 0);
  fillUniform(noised, PROBE_SEED, Purpose.probe, size, 1);
  return { size, clean, noised };
}
