/** The epoch plan maps each step and shard to its samples. It is a pure function of a few integers. */
import { SampleRangeError } from './errors.js';
import { Purpose, WordStream } from './random.js';

/**
 * Returns the order of the samples in an epoch (0-based): a uniform permutation of 0..count-1 keyed by (seed, epoch).
 * Uses the Fisher-Yates shuffle (Knuth, The Art of Computer Programming, volume 2, algorithm P).
 * @throws RangeError unless 0 ≤ seed < 2^53
 */
export function epochPermutation(seed: number, epoch: number, count: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  const stream = new WordStream(seed, Purpose.permutation, epoch, 0);
  for (let i = count - 1; i > 0; i--) {
    const j = below(stream, i + 1);
    const swapped = order[i]!;
    order[i] = order[j]!;
    order[j] = swapped;
  }
  return order;
}

/** Returns a uniform integer in 0..bound-1. Rejects words from the incomplete last interval, which would make small numbers likelier. */
function below(stream: WordStream, bound: number): number {
  const unbiased = 0x1_0000_0000 - (0x1_0000_0000 % bound);
  for (;;) {
    const word = stream.next();
    if (word < unbiased) return word % bound;
  }
}

/** Returns the number of steps of one epoch. The last step may have fewer samples. */
export function stepsPerEpoch(sampleCount: number, batchSize: number): number {
  return Math.ceil(sampleCount / batchSize);
}

export interface StepPosition {
  /** 0-based. */
  epoch: number;
  stepInEpoch: number;
  /** Position of the step's first sample in the order of the epoch. */
  start: number;
  /** Number of samples. */
  size: number;
}

/** Returns the position of the step that is computed with the weights `version`. */
export function stepPosition(version: number, sampleCount: number, batchSize: number): StepPosition {
  const steps = stepsPerEpoch(sampleCount, batchSize);
  const epoch = Math.floor(version / steps);
  const stepInEpoch = version - epoch * steps;
  const start = stepInEpoch * batchSize;
  return { epoch, stepInEpoch, start, size: Math.min(batchSize, sampleCount - start) };
}

/** Returns the range of the batch that is shard `shard`. Sizes of shards differ by at most one, and the larger shards come first. */
export function shardRange(batchSize: number, shardCount: number, shard: number): { start: number; size: number } {
  const least = Math.floor(batchSize / shardCount);
  const larger = batchSize - least * shardCount;
  return { start: shard * least + Math.min(shard, larger), size: least + (shard < larger ? 1 : 0) };
}

/**
 * Returns `size` sample numbers from position `start` of `order`, as a view.
 * @param order sample numbers in the order of the epoch or of the test set
 * @throws SampleRangeError when the range is not inside `order`
 */
export function sampleIndices(order: Uint32Array, start: number, size: number): Uint32Array {
  const integers = Number.isSafeInteger(start) && Number.isSafeInteger(size);
  if (integers && start >= 0 && size >= 0 && start + size <= order.length) return order.subarray(start, start + size);
  throw new SampleRangeError(
    `a batch of ${size} samples starting at ${start} is not within the data set, which has ${order.length} samples`,
  );
}
