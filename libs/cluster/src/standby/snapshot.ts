/** What training has reached as one float32 vector, and back: weights, first and second moments, losses. */
import type { TrainingState } from '../training/training-state.js';

/** What of a training state is not in the vector. */
export interface SnapshotHeader {
  snapshotVersion: number;
  beta1Power: number;
  beta2Power: number;
  fingerprint: string | undefined;
}

/** float32 values that a loss takes: it is kept as float64, bit by bit. */
const WORDS_OF_LOSS = 2;

/** Length of a snapshot's vector in float32 values. There is one loss for each update. */
export function snapshotLength(parameterCount: number, version: number): number {
  return 3 * parameterCount + WORDS_OF_LOSS * version;
}

export function headerOf({ version, adam, fingerprint }: TrainingState): SnapshotHeader {
  return { snapshotVersion: version, beta1Power: adam.beta1Power, beta2Power: adam.beta2Power, fingerprint };
}

/** A copy, so that training can go on. */
export function packState({ weights, adam, losses }: TrainingState): Float32Array {
  const size = weights.length;
  const packed = new Float32Array(snapshotLength(size, losses.length));
  packed.set(weights);
  packed.set(adam.m, size);
  packed.set(adam.v, 2 * size);
  // A float64 cannot stand at any offset of the vector, its bytes can. No value is converted: all bits survive.
  bytesOf(packed.subarray(3 * size)).set(bytesOf(Float64Array.from(losses)));
  return packed;
}

/** The state of a vector that {@link packState} made. */
export function unpackState(packed: Float32Array, header: SnapshotHeader, parameterCount: number): TrainingState {
  const { snapshotVersion: version, beta1Power, beta2Power, fingerprint } = header;
  const losses = new Float64Array(version);
  bytesOf(losses).set(bytesOf(packed.subarray(3 * parameterCount)));
  const slice = (index: number) => packed.slice(index * parameterCount, (index + 1) * parameterCount);
  return {
    version,
    weights: slice(0),
    adam: { m: slice(1), v: slice(2), beta1Power, beta2Power },
    losses: [...losses],
    fingerprint,
  };
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Float64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
