/** Packs a training state into one float32 vector: weights, first and second moments, and the finished epochs' losses. */
import { stepsPerEpoch } from '@lockstep/data';
import type { DataConfig } from '../training/step-work.js';
import type { TrainingState } from '../training/training-state.js';

/** The fields of a training state that are not in the vector. */
export interface SnapshotHeader {
  snapshotVersion: number;
  beta1Power: number;
  beta2Power: number;
  epochLossSum: number;
  fingerprint: string | undefined;
}

/** float32 values that hold one loss, which is a float64. */
const WORDS_OF_LOSS = 2;

type EpochConfig = Pick<DataConfig, 'trainSamples' | 'batchSize'>;

/** Length in float32 values of the vector of a snapshot after `version` updates. */
export function snapshotLength(parameterCount: number, version: number, config: EpochConfig): number {
  const finishedEpochs = Math.floor(version / stepsPerEpoch(config.trainSamples, config.batchSize));
  return 3 * parameterCount + WORDS_OF_LOSS * finishedEpochs;
}

export function headerOf({ version, adam, epochLossSum, fingerprint }: TrainingState): SnapshotHeader {
  const { beta1Power, beta2Power } = adam;
  return { snapshotVersion: version, beta1Power, beta2Power, epochLossSum, fingerprint };
}

/** Copies the state, so that training can continue. */
export function packState({ weights, adam, epochLosses }: TrainingState): Float32Array {
  const size = weights.length;
  const packed = new Float32Array(3 * size + WORDS_OF_LOSS * epochLosses.length);
  packed.set(weights);
  packed.set(adam.m, size);
  packed.set(adam.v, 2 * size);
  // Copied as bytes, because a float64 array needs an aligned offset. All bits survive.
  bytesOf(packed.subarray(3 * size)).set(bytesOf(Float64Array.from(epochLosses)));
  return packed;
}

/** Unpacks a vector of {@link packState}. */
export function unpackState(packed: Float32Array, header: SnapshotHeader, parameterCount: number): TrainingState {
  const { snapshotVersion: version, beta1Power, beta2Power, epochLossSum, fingerprint } = header;
  const lossWords = packed.subarray(3 * parameterCount);
  const epochLosses = new Float64Array(lossWords.length / WORDS_OF_LOSS);
  bytesOf(epochLosses).set(bytesOf(lossWords));
  const slice = (index: number) => packed.slice(index * parameterCount, (index + 1) * parameterCount);
  return {
    version,
    weights: slice(0),
    adam: { m: slice(1), v: slice(2), beta1Power, beta2Power },
    epochLossSum,
    epochLosses: [...epochLosses],
    fingerprint,
  };
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Float64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
