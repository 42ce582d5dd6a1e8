/** Options of `bench:step`. */
import { defineCommandLine, integer, UsageError, type OptionSpec, type OptionValues } from '@lockstep/cli';
import { stepsPerEpoch } from '@lockstep/data';
import { TRAIN_SAMPLES } from './data-folder.js';

/** What all measurements of a whole cluster take. */
export const CLUSTER_OPTIONS = {
  rounds: {
    value: 'n',
    help: 'pairs of measurements; the order changes from pair to pair',
    default: 5,
    parse: integer(1, 1000),
  },
  steps: { value: 'n', help: 'steps that one measurement counts', default: 150, parse: integer(1, 1e6) },
  warmUp: { value: 'n', help: 'steps before them that do not count', default: 30, parse: integer(1, 1e6) },
  workers: { value: 'n', help: 'worker processes', default: 2, parse: integer(1, 1024) },
  shards: { value: 'n', help: 'shards that each batch is cut into', default: 4, parse: integer(1, 4096) },
  batch: { value: 'n', help: 'images of one step (the global batch)', default: 128, parse: integer(1, 65_536) },
  threads: { value: 'n', help: 'TensorFlow threads of every worker', default: 1, parse: integer(1, 1024) },
} satisfies Record<string, OptionSpec<number>>;

const options = {
  ...CLUSTER_OPTIONS,
  memorySteps: {
    value: 'n',
    help: 'steps of the memory check after the rounds, 469 being an epoch at batch 128; 0 leaves it out',
    default: 469,
    parse: integer(0, 1e6),
  },
} satisfies Record<string, OptionSpec<number>>;

export const COMMAND_LINE = defineCommandLine({
  name: 'step.bench',
  description:
    'Measures training steps of a whole cluster (coordinator, NATS server, workers, idle sampler) against the same worker ' +
    'processes computing the same shards without a network, in turn, and the memory of both.',
  options,
  epilogue:
    'The last line on standard output is the result as JSON: medians, and the value of every round.\n' +
    'Nothing else should run on the machine. bench/README.md says what is compared and why that is fair.\n' +
    'Examples:\n' +
    '  npx nx run bench:step                                        about 6 minutes on 2 cores\n' +
    '  npx nx run bench:step --rounds=1 --steps=20 --memory-steps=0  a quick look',
});

export type StepBenchConfig = OptionValues<typeof options>;

/** @throws UsageError for values that are fine each but not together */
export function checkConfig({ batch, shards, warmUp, steps }: OptionValues<typeof CLUSTER_OPTIONS>): void {
  if (batch < shards) throw new UsageError(`--batch=${batch} cannot be cut into --shards=${shards}: give more images`);
  const epochSteps = stepsPerEpoch(TRAIN_SAMPLES, batch);
  // The end of an epoch makes a checkpoint, which the sampler draws: that is not what is measured.
  if (warmUp + steps >= epochSteps) {
    throw new UsageError(
      `--warm-up=${warmUp} and --steps=${steps} do not fit into one epoch of ${epochSteps} steps: give fewer steps`,
    );
  }
}
