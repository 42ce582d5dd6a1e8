/** What a run computes: the integers from which every member derives the same steps, shards and samples. */
import { shardRange, stepPosition, stepsPerEpoch } from '@lockstep/data';
import { LIMITS, type Phase } from '@lockstep/protocol';
import { InvalidPlanError } from './errors.js';

/** The part of a run's config that decides which samples are computed when; equal on all members. */
export interface DataPlan {
  seed: number;
  /** Samples of one step (the last step of an epoch may have fewer). */
  batch: number;
  /** Shards that a global batch is cut into. */
  shards: number;
  trainSamples: number;
  testSamples: number;
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
 * The evaluation is one step over all test samples, in shards of about the training's size, so that it is leased and
 * summed up like any other.
 */
export function workOf(plan: DataPlan, phase: Phase, version: number): Work {
  if (phase === 'evaluate') {
    const shardSamples = Math.ceil(plan.batch / plan.shards);
    const shards = Math.ceil(plan.testSamples / shardSamples);
    return { phase, version, start: 0, size: plan.testSamples, epoch: 0, shards };
  }
  const { epoch, start, size } = stepPosition(version, plan.trainSamples, plan.batch);
  return { phase, version, start, size, epoch, shards: Math.min(plan.shards, size) };
}

/** The samples of shard `shard` of a step, as a range of the epoch's order or the test set. */
export function samplesOf(work: Work, shard: number): { start: number; size: number } {
  const { start, size } = shardRange(work.size, work.shards, shard);
  return { start: work.start + start, size };
}

/** The sizes of shard that a run's training steps can have: those that the fingerprint has to probe. */
export function shardSizes(plan: DataPlan): number[] {
  const sizes = new Set<number>();
  const lastStep = stepsPerEpoch(plan.trainSamples, plan.batch) - 1;
  for (const version of [0, lastStep]) {
    const work = workOf(plan, 'train', version);
    for (let shard = 0; shard < work.shards; shard++) sizes.add(samplesOf(work, shard).size);
  }
  return [...sizes].sort((a, b) => b - a);
}

/** What messages can carry: a member that got anything else would compute something else. */
const BOUNDS: Record<keyof DataPlan, [number, number]> = {
  seed: [0, LIMITS.uint32],
  batch: [1, LIMITS.batch],
  shards: [1, LIMITS.shards],
  trainSamples: [1, LIMITS.samples],
  testSamples: [1, LIMITS.samples],
};

/** @throws InvalidPlanError naming the value that makes the plan impossible */
export function checkPlan(plan: DataPlan): void {
  for (const [name, [least, most]] of Object.entries(BOUNDS)) {
    const value = plan[name as keyof DataPlan];
    if (!Number.isInteger(value) || value < least || value > most) {
      throw new InvalidPlanError(`${name} is ${value}, expected an integer from ${least} to ${most}`);
    }
  }
  if (plan.batch < plan.shards) {
    throw new InvalidPlanError(
      `a batch of ${plan.batch} samples cannot be cut into ${plan.shards} shards: use --shards=${plan.batch} or fewer`,
    );
  }
  const { shards } = workOf(plan, 'evaluate', 0);
  if (shards > LIMITS.shards) {
    throw new InvalidPlanError(
      `testSamples is ${plan.testSamples}, which makes ${shards} shards of the evaluation, expected at most ${LIMITS.shards}: use fewer --shards for the batch of ${plan.batch}`,
    );
  }
}
