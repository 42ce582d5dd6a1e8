/** Options of `bench:kernels`. */
import { defineCommandLine, integer, type OptionSpec, type OptionValues } from '@lockstep/cli';

const options = {
  images: { value: 'n', help: 'images of the shard', default: 32, parse: integer(1, 4096) },
  threads: { value: 'n', help: 'TensorFlow threads', default: 1, parse: integer(1, 1024) },
  steps: { value: 'n', help: 'steps with and as many without tracing, in turn', default: 60, parse: integer(1, 1e6) },
  warmUp: { value: 'n', help: 'steps before them that do not count', default: 10, parse: integer(0, 1e6) },
} satisfies Record<string, OptionSpec<number>>;

export const COMMAND_LINE = defineCommandLine({
  name: 'kernels.bench',
  description: "Measures each of TensorFlow's kernels in one training step: the gradient of one shard, in one process.",
  options,
  epilogue:
    'The last line on standard output is the result as JSON; before it a table, largest first.\n' +
    'Nothing else should run on the machine. bench/README.md says what is measured.\n' +
    'Examples:\n' +
    '  npx nx run bench:kernels                          a worker of the default job: 32 images, 1 thread\n' +
    '  npx nx run bench:kernels --images=64 --threads=2  two shards of it as one, on two threads',
});

export type KernelsBenchConfig = OptionValues<typeof options>;
