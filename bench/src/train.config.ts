/** Options of `bench:train`. */
import { availableParallelism } from 'node:os';
import { defineCommandLine, integer, UsageError, type OptionSpec, type OptionValues } from '@lockstep/cli';
import { checkConfig, CLUSTER_OPTIONS } from './config.js';

const { batch, steps, warmUp } = CLUSTER_OPTIONS;
const countOfWorkers = integer(1, 1024);

const options = {
  rounds: {
    value: 'n',
    help: 'rounds, each of which measures everything once; the order changes from round to round',
    default: 5,
    parse: integer(1, 1000),
  },
  workers: {
    value: 'list',
    help: 'numbers of workers to measure with, separated by commas',
    default: [1, 2],
    defaultText: '1,2',
    parse: (text) => text.split(',').map(countOfWorkers),
  },
  threads: {
    value: 'n',
    help: 'threads of every worker, on both sides',
    default: undefined,
    defaultText: 'cores / workers',
    parse: integer(1, 1024),
  },
  steps: { ...steps, default: 100 },
  warmUp: { ...warmUp, default: 20 },
  batch,
} satisfies {
  rounds: OptionSpec<number>;
  workers: OptionSpec<number[]>;
  threads: OptionSpec<number | undefined>;
  steps: OptionSpec<number>;
  warmUp: OptionSpec<number>;
  batch: OptionSpec<number>;
};

export const COMMAND_LINE = defineCommandLine({
  name: 'train.bench',
  description:
    'Measures training end to end against PyTorch DistributedDataParallel, which does the same work, and against the same ' +
    'kernels without a network, in turn; and compares the losses after the same number of images.',
  options,
  epilogue:
    'PyTorch is installed into the cache the first time (about 5 GB; Python 3.11 or newer).\n' +
    'The last line on standard output is the result as JSON: medians, and the value of every round.\n' +
    'Nothing else should run on the machine. bench/README.md says what is compared and why that is fair.\n' +
    'Examples:\n' +
    '  npx nx run bench:train                                           about 12 minutes on 2 cores\n' +
    '  npx nx run bench:train --workers=2 --rounds=1 --steps=20         a quick look',
});

export type TrainBenchConfig = OptionValues<typeof options>;

/** What is measured with one number of workers. */
export interface Case {
  workers: number;
  threads: number;
  /** Numbers of shards that Lockstep is measured with. */
  shards: number[];
}

/** Shards of a run whose user says nothing about them. */
const DEFAULT_SHARDS = CLUSTER_OPTIONS.shards.default;

/** A shard for each worker, which is what the peer computes, and the default. */
export function casesOf(config: TrainBenchConfig, cores = availableParallelism()): Case[] {
  return config.workers.map((workers) => ({
    workers,
    threads: config.threads ?? Math.max(1, Math.floor(cores / workers)),
    shards: [...new Set([workers, DEFAULT_SHARDS])],
  }));
}

/** @throws UsageError for values that are fine each but not together */
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
