/** Options of `bench:step`. */
import { defineCommandLine, UsageError, type OptionValues } from '@lockstep/cli';
import { stepsPerEpoch } from '@lockstep/data';
import { TRAIN_SAMPLES } from './data-folder.js';
import { count, epilogue } from './options.js';

/** Options of every measurement of a whole cluster. */
export const CLUSTER_OPTIONS = {
  rounds: count('pairs of measurements; the order changes from pair to pair', 5, 1, 1000),
  steps: count('steps that one measurement counts', 150),
  warmUp: count('steps before them that do not count', 30),
  workers: count('worker processes', 2, 1, 1024),
  shards: count('shards of each batch', 4, 1, 4096),
  batch: count('images of one step (the global batch)', 128, 1, 65_536),
  threads: count('TensorFlow threads of every worker', 1, 1, 1024),
};

const options = {
  ...CLUSTER_OPTIONS,
  memorySteps: count('steps of the memory check after the rounds (469 are an epoch at batch 128); 0 omits it', 469, 0),
};

export const COMMAND_LINE = defineCommandLine({
  name: 'step.bench',
  description:
    'Measures training steps of a whole cluster (coordinator, NATS server, workers, idle sampler) against the same worker ' +
    'processes computing the same shards without a network, in turn, and the memory of both.',
  options,
  epilogue: epilogue('medians, and the value of every round.', [
    'step                                         about 6 minutes on 2 cores',
    'step --rounds=1 --steps=20 --memory-steps=0  a quick look',
  ]),
});

export type StepBenchConfig = OptionValues<typeof options>;

/** @throws UsageError for values that do not fit each other */
export function checkConfig({ batch, shards, warmUp, steps }: OptionValues<typeof CLUSTER_OPTIONS>): void {
  if (batch < shards) throw new UsageError(`--batch=${batch} cannot be cut into --shards=${shards}: give more images`);
  const epochSteps = stepsPerEpoch(TRAIN_SAMPLES, batch);
  // The end of an epoch makes a checkpoint and figures, which are not part of the measurement.
  if (warmUp + steps >= epochSteps) {
    throw new UsageError(
      `--warm-up=${warmUp} and --steps=${steps} do not fit into one epoch of ${epochSteps} steps: give fewer steps`,
    );
  }
}
