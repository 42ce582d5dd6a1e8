/** What training has reached as one float32 vector, and back: weights, first and second moments, the finished epochs' losses. */
import { stepsPerEpoch } from '@lockstep/data';
import type { DataConfig } from '../training/step-work.js';
import type { TrainingState } from '../training/training-state.js';

/** What of a training state is not in the vector. */
export interface SnapshotHeader {
  snapshotVersion: number;
  beta1Power: number;
  beta2Power: number;
  epochLossSum: number;
  fingerprint: string | undefined;
}

/** float32 values that a loss takes: it is kept as float64, bit by bit. */
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

/** A copy, so that training can go on. */
export function packState({ weights, adam, epochLosses }: TrainingState): Float32Array {
  const size = weights.length;
  const packed = new Float32Array(3 * size + WORDS_OF_LOSS * epochLosses.length);
  packed.set(weights);
  packed.set(adam.m, size);
  packed.set(adam.v, 2 * size);
  // A float64 cannot stand at any offset of the vector, its bytes can. No value is converted: all bits survive.
  bytesOf(packed.subarray(3 * size)).set(bytesOf(Float64Array.from(epochLosses)));
  return packed;
}

/** The state of a vector that {@link packState} made. */
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
