/** An emulated run: everything of a training but the computing, which is a fixed time and fixed pseudo-random gradients. */
import type { DataConfig } from '@lockstep/cluster';
import type { WireDtype } from '@lockstep/protocol';

export interface EmulatedConfig {
  run: string;
  workers: number;
  /** float32 values of the vectors of gradients and weights. */
  parameterCount: number;
  wireDtype: WireDtype;
  /** What a forward and backward pass takes on each worker. */
  computeMs: number;
  /** Images of a global batch. */
  batch: number;
  /** Steps that do not count, and those after them that do. */
  warmUp: number;
  steps: number;
}

/** More would only cost memory: from then on several workers share a process. */
export const MAX_WORKER_PROCESSES = 16;

export const LEARNING_RATE = 1e-3;

/** Updates of the whole run: one more than what counts, since a step ends with the next one's forward pass. */
export function totalSteps({ warmUp, steps }: EmulatedConfig): number {
  return warmUp + steps + 1;
}

/** One shard for each worker, and an epoch that does not end meanwhile: its end would write a checkpoint. */
export function dataConfigOf(config: EmulatedConfig): DataConfig {
  const { workers, batch } = config;
  const trainSamples = batch * (totalSteps(config) + 1);
  return { seed: 0, batchSize: batch, shards: workers, trainSamples, testSamples: batch };
}

/**
 * Values of which all vectors are made, repeated. A prime number of them: no part of a vector begins where another one does, so
 * that parts in the wrong place would be found.
 */
export const PERIOD = 65_521;
const SHIFT_PER_SHARD = 7919;

/** A shard's gradient sum before it is repeated. @returns PERIOD values */
export function shardPeriod(shard: number): Float32Array {
  const from = (SHIFT_PER_SHARD * (shard + 1)) % PERIOD;
  const values = new Float32Array(PERIOD);
  values.set(GRADIENTS.subarray(from));
  values.set(GRADIENTS.subarray(0, from), PERIOD - from);
  return values;
}

/** The initial weights before they are repeated. @returns PERIOD values */
export function initialPeriod(): Float32Array {
  return GRADIENTS.map((value) => value / 8);
}

/** Fills a vector with repetitions of a period. */
export function repeated(period: Float32Array, length: number): Float32Array {
  const vector = new Float32Array(length);
  for (let at = 0; at < length; at += PERIOD) vector.set(period.subarray(0, Math.min(PERIOD, length - at)), at);
  return vector;
}

/** Values from -1 to 1 by xorshift32 (Marsaglia 2003, https://doi.org/10.18637/jss.v008.i14). */
function pseudoRandom(length: number): Float32Array {
  let state = 0x9e3779b9;
  return Float32Array.from({ length }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state / 0x8000_0000;
  });
}

const GRADIENTS = pseudoRandom(PERIOD);
