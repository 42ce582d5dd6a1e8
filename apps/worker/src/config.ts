/** Options of `worker:serve`. */
import { defineCommandLine, identifier, integer, LOG_OPTIONS, RUN_OPTIONS, type OptionValues } from '@lockstep/cli';
import { TASK_OPTION } from '@lockstep/task';

const options = {
  ...RUN_OPTIONS,
  task: TASK_OPTION,
  pool: { value: 'name', help: 'pool that the credentials belong to', default: 'default', parse: identifier },
  id: {
    value: 'name',
    help: 'name of this worker, unique in its pool; with several workers, the prefix of their names',
    default: undefined,
    defaultText: 'host name and process id',
    parse: identifier,
  },
  workers: {
    value: 'n',
    help: 'worker processes to start, each of which is restarted when it crashes; with 1, this process is the worker',
    default: undefined,
    defaultText: '1 with --id, else one per GPU, else one per core but at most one per shard',
    parse: integer(1, 1024),
  },
  ...LOG_OPTIONS,
};

export const COMMAND_LINE = defineCommandLine({
  name: 'worker',
  description: 'Computes gradients for the run whose coordinator answers on the NATS server.',
  options,
  epilogue:
    'The run sets the number of threads (coordinator option --threads), because it changes the bits of the result.\n' +
    'CUDA_VISIBLE_DEVICES selects the GPUs.\n' +
    'On Ctrl-C the worker leaves the run, and the coordinator leases its shards to other workers.',
});

export type WorkerConfig = OptionValues<typeof options>;
