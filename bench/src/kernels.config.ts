/** Options of `bench:kernels`. */
import { defineCommandLine, type OptionValues } from '@lockstep/cli';
import { count, epilogue } from './options.js';

const options = {
  images: count('images of the shard', 32, 1, 4096),
  threads: count('TensorFlow threads', 1, 1, 1024),
  steps: count('steps with tracing, and as many without, in turn', 60),
  warmUp: count('steps before them that do not count', 10, 0),
};

export const COMMAND_LINE = defineCommandLine({
  name: 'kernels.bench',
  description: "Measures each of TensorFlow's kernels in one training step: the gradient of one shard, in one process.",
  options,
  epilogue: epilogue('a row for each kernel. A table with the largest first precedes it.', [
    'kernels                          a worker of the default job: 32 images, 1 thread',
    'kernels --images=64 --threads=2  two of its shards as one, on two threads',
  ]),
});

export type KernelsBenchConfig = OptionValues<typeof options>;
