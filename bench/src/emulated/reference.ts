/** The expected weights of an emulated run, by plain loops that share no code with the measured programs. */
import { createHash } from 'node:crypto';
import { initialPeriod, LEARNING_RATE, PERIOD, shardPeriod, totalSteps, type EmulatedConfig } from './plan.js';

const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-8];

/** SHA-256 of the weights of a worker after the last update. */
export function referenceHash(config: EmulatedConfig): string {
  const round = config.wireDtype === 'bf16' ? nearestBf16 : Math.fround;
  const weights = initialPeriod();
  const m = new Float32Array(PERIOD);
  const v = new Float32Array(PERIOD);
  const gradient = treeSum(0, config.workers, round).map((sum) => sum / config.batch);
  let [power1, power2] = [1, 1];
  for (let step = 0; step < totalSteps(config); step++) {
    power1 *= BETA1;
    power2 *= BETA2;
    for (let i = 0; i < PERIOD; i++) {
      m[i] = BETA1 * m[i]! + (1 - BETA1) * gradient[i]!;
      v[i] = BETA2 * v[i]! + (1 - BETA2) * gradient[i]! * gradient[i]!;
      const size = LEARNING_RATE / (1 - power1);
      weights[i] = weights[i]! - (size * m[i]!) / (Math.sqrt(v[i]!) / Math.sqrt(1 - power2) + EPSILON);
    }
  }
  return hashRepeated(weights.map(round), config.parameterCount);
}

/** The pairwise sum, split as the canonical tree is: after the largest power of two below the number of shards. */
function treeSum(start: number, end: number, round: (value: number) => number): Float32Array {
  if (end - start === 1) return shardPeriod(start).map(round);
  let width = 1;
  while (width * 2 < end - start) width *= 2;
  const right = treeSum(start + width, end, round);
  return treeSum(start, start + width, round).map((value, i) => round(Math.fround(value + right[i]!)));
}

/** The bfloat16 nearest to a float32 value that is neither infinite nor denormal, ties to even. It keeps 8 significant bits. */
function nearestBf16(value: number): number {
  const unit = 2 ** (Math.floor(Math.log2(Math.abs(value))) - 7);
  const units = Math.abs(value) / unit;
  const [below, rest] = [Math.floor(units), units % 1];
  const up = rest > 0.5 || (rest === 0.5 && below % 2 === 1);
  return value === 0 ? value : Math.sign(value) * (up ? below + 1 : below) * unit;
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
