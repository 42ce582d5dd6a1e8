/** What the weights of an emulated run must be, by plain loops that share no code with what is measured. */
import { createHash } from 'node:crypto';
import { initialPeriod, LEARNING_RATE, PERIOD, shardPeriod, totalSteps, type EmulatedPlan } from './plan.js';

const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-8];

/** SHA-256 of the weights after the last update. */
export function referenceHash(plan: EmulatedPlan): string {
  const weights = initialPeriod();
  const m = new Float32Array(PERIOD);
  const v = new Float32Array(PERIOD);
  const gradient = treeSum(0, plan.workers).map((sum) => sum / plan.batch);
  let [power1, power2] = [1, 1];
  for (let step = 0; step < totalSteps(plan); step++) {
    power1 *= BETA1;
    power2 *= BETA2;
    for (let i = 0; i < PERIOD; i++) {
      m[i] = BETA1 * m[i]! + (1 - BETA1) * gradient[i]!;
      v[i] = BETA2 * v[i]! + (1 - BETA2) * gradient[i]! * gradient[i]!;
      const size = LEARNING_RATE / (1 - power1);
      weights[i] = weights[i]! - (size * m[i]!) / (Math.sqrt(v[i]!) / Math.sqrt(1 - power2) + EPSILON);
    }
  }
  return hashRepeated(weights, plan.parameterCount);
}

/** Pairwise, split before the largest power of two below the number of shards, as the canonical tree is. */
function treeSum(start: number, end: number): Float32Array {
  if (end - start === 1) return shardPeriod(start);
  let width = 1;
  while (width * 2 < end - start) width *= 2;
  const right = treeSum(start + width, end);
  return treeSum(start, start + width).map((value, i) => value + right[i]!);
}

function hashRepeated(period: Float32Array, length: number): string {
  const hash = createHash('sha256');
  for (let at = 0; at < length; at += PERIOD) hash.update(bytesOf(period.subarray(0, Math.min(PERIOD, length - at))));
  return hash.digest('hex');
}

export function hashOf(vector: Float32Array): string {
  return createHash('sha256').update(bytesOf(vector)).digest('hex');
}

function bytesOf(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}
