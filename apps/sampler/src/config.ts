/** Options of `sampler:serve`. */
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
  run: {
    value: 'id',
    help: 'run to follow',
    default: undefined,
    defaultText: 'the one that answers',
    parse: identifier,
  },
  out: { value: 'dir', help: 'folder for the figures', default: 'figures', parse: text },
  threads: { value: 'n', help: 'threads of the backend that draws', default: 1, parse: integer(1, 1024) },
  patience: { value: 'seconds', help: 'how long to wait for a run to answer', default: 600, parse: integer(1, 1e6) },
  ...LOG_OPTIONS,
} satisfies NatsSecretSpecs &
  LogSpecs & {
    natsUrl: OptionSpec<string>;
    task: OptionSpec<string>;
    run: OptionSpec<string | undefined>;
    out: OptionSpec<string>;
    threads: OptionSpec<number>;
    patience: OptionSpec<number>;
  };

export const COMMAND_LINE = defineCommandLine({
  name: 'sampler',
  description: "Follows a run's checkpoints, draws figures of each, and draws samples for clients that ask over NATS.",
  options,
});

export type SamplerConfig = OptionValues<typeof options>;
