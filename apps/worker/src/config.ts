/** Options of `worker:serve`. */
import {
  defineCommandLine,
  identifier,
  integer,
  LOG_OPTIONS,
  NATS_SECRET_OPTIONS,
  text,
  type LogSpecs,
  type NatsSecretSpecs,
  type OptionSpec,
  type OptionValues,
} from '@lockstep/cli';
import { TASK_OPTION } from '@lockstep/task';

const options = {
  natsUrl: {
    value: 'url',
    help: 'NATS server of the run, nats://[user:password@]host:port (tls:// to insist on TLS)',
    default: 'nats://127.0.0.1:4222',
    parse: text,
  },
  ...NATS_SECRET_OPTIONS,
  task: TASK_OPTION,
  run: { value: 'id', help: 'run to join', default: undefined, defaultText: 'the one that answers', parse: identifier },
  pool: { value: 'name', help: 'pool that the credentials belong to', default: 'default', parse: identifier },
  id: {
    value: 'name',
    help: 'name of this worker, unique in its pool; with more than one, what their names begin with',
    default: undefined,
    defaultText: 'host name and process id',
    parse: identifier,
  },
  workers: {
    value: 'n',
    help: 'workers of this machine, each in a process that is started again when it crashes; with 1, this process is the worker',
    default: undefined,
    defaultText: '1 with --id, else one per GPU, or per core as far as there are shards',
    parse: integer(1, 1024),
  },
  patience: { value: 'seconds', help: 'how long to wait for a run to answer', default: 600, parse: integer(1, 1e6) },
  ...LOG_OPTIONS,
} satisfies NatsSecretSpecs &
  LogSpecs & {
    natsUrl: OptionSpec<string>;
    task: OptionSpec<string>;
    run: OptionSpec<string | undefined>;
    pool: OptionSpec<string>;
    id: OptionSpec<string | undefined>;
    workers: OptionSpec<number | undefined>;
    patience: OptionSpec<number>;
  };

export const COMMAND_LINE = defineCommandLine({
  name: 'worker',
  description: 'Computes gradients for the run whose coordinator answers on the NATS server.',
  options,
  epilogue:
    "The number of threads is the run's (coordinator: --threads): it is part of what makes the bits.\n" +
    'A graphics card is given to a worker by CUDA_VISIBLE_DEVICES.\n' +
    'Ctrl-C leaves the run in good order; its shards are leased to others.',
});

export type WorkerConfig = OptionValues<typeof options>;
