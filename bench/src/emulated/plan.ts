/** An emulated run: a real training whose computing is a fixed time and fixed pseudo-random gradients. */
import type { DataConfig } from '@lockstep/cluster';
import type { WireDtype } from '@lockstep/protocol';

export interface EmulatedConfig {
  run: string;
  workers: number;
  /** float32 values of the vectors of gradients and weights. */
  parameterCount: number;
  wireDtype: WireDtype;
  /** Duration of a forward and backward pass on each worker. */
  computeMs: number;
  /** Samples of a global batch. */
  batch: number;
  /** Steps that do not count, and the following ones that do. */
  warmUp: number;
  steps: number;
}

/** Beyond this, several workers share a process, because more processes would only cost memory. */
export const MAX_WORKER_PROCESSES = 16;

export const LEARNING_RATE = 1e-3;

/** The hash of no model's parameters, which only has to be equal in all processes. */
export const SCHEMA = '0'.repeat(64);

/** Updates of the whole run: one more than the counted ones, because an exchange ends with the next step's forward pass. */
export function totalSteps({ warmUp, steps }: EmulatedConfig): number {
  return warmUp + steps + 1;
}

/** One shard for each worker, and an epoch that is longer than the run, because its end would write a checkpoint. */
export function dataConfigOf(config: EmulatedConfig): DataConfig {
  const { workers, batch } = config;
  const trainSamples = batch * (totalSteps(config) + 1);
  return { seed: 0, batchSize: batch, shards: workers, trainSamples, testSamples: batch };
}

/**
 * All vectors repeat this number of values. It is prime, so no two parts of a vector start at the same value, and the checks find
 * parts in the wrong place.
 */
export const PERIOD = 65_521;
const SHIFT_PER_SHARD = 7919;

/** The PERIOD values that a shard's gradient sum repeats. */
export function shardPeriod(shard: number): Float32Array {
  const from = (SHIFT_PER_SHARD * (shard + 1)) % PERIOD;
  const values = new Float32Array(PERIOD);
  values.set(GRADIENTS.subarray(from));
  values.set(GRADIENTS.subarray(0, from), PERIOD - from);
  return values;
}

/** The PERIOD values that the initial weights repeat. */
export function initialPeriod(): Float32Array {
  return GRADIENTS.map((value) => value / 8);
}

/** A vector of repetitions of a period. */
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
