/** The epoch plan: which samples make up which step and shard, from integers alone. */
import { SampleRangeError } from './errors.js';
import { Purpose, WordStream } from './random.js';

/**
 * The order of the samples in an epoch (0-based): a uniform permutation keyed by (seed, epoch).
 * Fisher-Yates shuffle (Knuth, The Art of Computer Programming 2, algorithm P).
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

/** A uniform integer in 0..bound-1; words that would favour small numbers are drawn again. */
function below(stream: WordStream, bound: number): number {
  const unbiased = 0x1_0000_0000 - (0x1_0000_0000 % bound);
  for (;;) {
    const word = stream.next();
    if (word < unbiased) return word % bound;
  }
}

/** Steps of one epoch; the last one may be smaller. */
export function stepsPerEpoch(sampleCount: number, batchSize: number): number {
  return Math.ceil(sampleCount / batchSize);
}

export interface StepPosition {
  /** 0-based. */
  epoch: number;
  stepInEpoch: number;
  /** First sample, in the epoch's order. */
  start: number;
  /** Number of samples. */
  size: number;
}

/** The samples of the step that is computed with the weights `version`. */
export function stepPosition(version: number, sampleCount: number, batchSize: number): StepPosition {
  const steps = stepsPerEpoch(sampleCount, batchSize);
  const epoch = Math.floor(version / steps);
  const stepInEpoch = version - epoch * steps;
  const start = stepInEpoch * batchSize;
  return { epoch, stepInEpoch, start, size: Math.min(batchSize, sampleCount - start) };
}

/** The part of a batch that is shard `shard`: sizes differ by at most one, the larger ones come first. */
export function shardRange(batchSize: number, shardCount: number, shard: number): { start: number; size: number } {
  const least = Math.floor(batchSize / shardCount);
  const larger = batchSize - least * shardCount;
  return { start: shard * least + Math.min(shard, larger), size: least + (shard < larger ? 1 : 0) };
}

/**
 * The samples of a shard, in the order in which they are added.
 * @param order numbers of the samples in the order of the epoch, or of the test set
 * @throws SampleRangeError: an order that is cut off silently would train on fewer samples
 */
export function sampleIndices(order: Uint32Array, start: number, size: number): Uint32Array {
  const integers = Number.isSafeInteger(start) && Number.isSafeInteger(size);
  if (integers && start >= 0 && size >= 0 && start + size <= order.length) return order.subarray(start, start + size);
  throw new SampleRangeError(
    `a batch of ${size} samples from ${start} on is not in the order of the samples, which has ${order.length}`,
  );
}
