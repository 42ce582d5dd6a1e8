/** Options of `sampler:serve`. */
import { defineCommandLine, integer, LOG_OPTIONS, RUN_OPTIONS, text } from '@lockstep/cli';
import { TASK_OPTION } from '@lockstep/task';

const options = {
  ...RUN_OPTIONS,
  task: TASK_OPTION,
  out: { value: 'dir', help: 'folder for the figures', default: 'figures', parse: text },
  threads: { value: 'n', help: 'threads of the backend', default: 1, parse: integer(1, 1024) },
  ...LOG_OPTIONS,
};

export const COMMAND_LINE = defineCommandLine({
  name: 'sampler',
  description: 'Follows the checkpoints of a run, draws figures of each, and draws samples on request over NATS.',
  options,
});
