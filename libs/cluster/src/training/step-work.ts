/** The work of a run: a few integers, from which every member derives the same steps, shards and samples. */
import { shardRange, stepPosition, stepsPerEpoch } from '@lockstep/data';
import { LIMITS, type Phase } from '@lockstep/protocol';
import { InvalidConfigError } from '../errors.js';

/** The part of a run's config that decides which step computes which samples. It is equal on all members. */
export interface DataConfig {
  seed: number;
  /** Samples of one step (the last step of an epoch may have fewer). */
  batchSize: number;
  /** Shards that a global batch is cut into. */
  shards: number;
  trainSamples: number;
  testSamples: number;
}

/** Returns the data config alone, for an object that has more properties. */
export function dataConfigOf({ seed, batchSize, shards, trainSamples, testSamples }: DataConfig): DataConfig {
  return { seed, batchSize, shards, trainSamples, testSamples };
}

/** The samples of one step, cut into shards. */
export interface Work {
  phase: Phase;
  version: number;
  /** Position of the step's first sample in the epoch's order (train) or the test set (evaluate). */
  start: number;
  /** Samples of the step. */
  size: number;
  /** 0-based epoch; 0 in the evaluation. */
  epoch: number;
  /** Shards that hold samples: the width of the step's reduction tree. */
  shards: number;
}

/**
 * The work that is done with the weights `version`.
 *
 * The evaluation is one step over all test samples. Its shards are about as large as those of the training, so that it is leased
 * and summed like any other step.
 */
export function workOf(config: DataConfig, phase: Phase, version: number): Work {
  if (phase === 'evaluate') {
    const shardSamples = Math.ceil(config.batchSize / config.shards);
    const shards = Math.ceil(config.testSamples / shardSamples);
    return { phase, version, start: 0, size: config.testSamples, epoch: 0, shards };
  }
  const { epoch, start, size } = stepPosition(version, config.trainSamples, config.batchSize);
  return { phase, version, start, size, epoch, shards: Math.min(config.shards, size) };
}

/** The samples of shard `shard` of a step, as a range of the epoch's order or the test set. */
export function samplesOf(work: Work, shard: number): { start: number; size: number } {
  const { start, size } = shardRange(work.size, work.shards, shard);
  return { start: work.start + start, size };
}

/** The shard sizes that occur in the training steps of a run, which the fingerprint has to probe. */
export function shardSizes(config: DataConfig): number[] {
  const sizes = new Set<number>();
  const lastStep = stepsPerEpoch(config.trainSamples, config.batchSize) - 1;
  for (const version of [0, lastStep]) {
    const work = workOf(config, 'train', version);
    for (let shard = 0; shard < work.shards; shard++) sizes.add(samplesOf(work, shard).size);
  }
  return [...sizes].sort((a, b) => b - a);
}

/** The bounds of messages. A member that received a truncated value would compute other samples. */
const BOUNDS: Record<keyof DataConfig, [number, number]> = {
  seed: [0, LIMITS.uint32],
  batchSize: [1, LIMITS.batchSize],
  shards: [1, LIMITS.shards],
  trainSamples: [1, LIMITS.samples],
  testSamples: [1, LIMITS.samples],
};

/** @throws InvalidConfigError naming the invalid value */
export function checkConfig(config: DataConfig): void {
  for (const [name, [least, most]] of Object.entries(BOUNDS)) {
    const value = config[name as keyof DataConfig];
    if (!Number.isInteger(value) || value < least || value > most) {
      throw new InvalidConfigError(`${name} is ${value}, expected an integer from ${least} to ${most}`);
    }
  }
  if (config.batchSize < config.shards) {
    throw new InvalidConfigError(
      `a batch of ${config.batchSize} samples cannot be cut into ${config.shards} shards: use --shards=${config.batchSize} or fewer`,
    );
  }
  const { shards } = workOf(config, 'evaluate', 0);
  if (shards > LIMITS.shards) {
    throw new InvalidConfigError(
      `testSamples is ${config.testSamples}, which makes ${shards} shards of the evaluation, expected at most ${LIMITS.shards}: use fewer --shards for the batch of ${config.batchSize}`,
    );
  }
}
