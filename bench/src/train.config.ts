/** Options of `bench:train`. */
import { availableParallelism } from 'node:os';
import { defineCommandLine, integer, UsageError, type OptionValues } from '@lockstep/cli';
import { checkConfig, CLUSTER_OPTIONS } from './config.js';
import { count, counts, epilogue } from './options.js';

const options = {
  rounds: count('rounds; each measures everything once, and the order changes from round to round', 5, 1, 1000),
  workers: counts('numbers of workers', [1, 2], 1024),
  threads: {
    value: 'n',
    help: 'threads of every worker, on both sides',
    default: undefined,
    defaultText: 'cores / workers',
    parse: integer(1, 1024),
  },
  steps: count('steps that one measurement counts', 100),
  warmUp: count('steps before them that do not count', 20),
  batch: CLUSTER_OPTIONS.batch,
};

export const COMMAND_LINE = defineCommandLine({
  name: 'train.bench',
  description:
    'Measures training end to end, in turn with PyTorch DistributedDataParallel doing the same work and with the same kernels ' +
    'without a network, and compares the losses after the same number of images.',
  options,
  epilogue:
    'The first run installs PyTorch into the cache (about 5 GB; Python 3.11 or newer).\n' +
    epilogue('medians, and the value of every round.', [
      'train                                    about 12 minutes on 2 cores',
      'train --workers=2 --rounds=1 --steps=20  a quick look',
    ]),
});

export type TrainBenchConfig = OptionValues<typeof options>;

/** The measurements with one number of workers. */
export interface Case {
  workers: number;
  threads: number;
  /** Numbers of shards of Lockstep's measurements. */
  shards: number[];
}

/** Measures one shard per worker, as the peer computes, and the default number of shards. */
export function casesOf(config: TrainBenchConfig, cores = availableParallelism()): Case[] {
  return config.workers.map((workers) => ({
    workers,
    threads: config.threads ?? Math.max(1, Math.floor(cores / workers)),
    shards: [...new Set([workers, CLUSTER_OPTIONS.shards.default])],
  }));
}

/** @throws UsageError for values that do not fit each other */
export function checkCases(config: TrainBenchConfig, cases: readonly Case[]): void {
  for (const { workers, threads, shards } of cases) {
    for (const count of shards) checkConfig({ ...config, workers, threads, shards: count });
    if (config.batch % workers !== 0) {
      throw new UsageError(
        `--batch=${config.batch} cannot be divided evenly among --workers=${workers}, as the peer does: give a multiple`,
      );
    }
  }
}
