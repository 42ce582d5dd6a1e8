/** Options of `sampler:serve`. */
import {
  defineCommandLine,
  flag,
  identifier,
  integer,
  LOG_LEVELS,
  NATS_SECRET_OPTIONS,
  oneOf,
  text,
  type LogLevel,
  type NatsSecretSpecs,
  type OptionSpec,
  type OptionValues,
} from '@lockstep/cli';

const options = {
  natsUrl: {
    value: 'url',
    help: 'NATS server of the run, nats://[user:password@]host:port (tls:// to insist on TLS)',
    default: 'nats://127.0.0.1:4222',
    parse: text,
  },
  ...NATS_SECRET_OPTIONS,
  run: {
    value: 'id',
    help: 'run to follow',
    default: undefined,
    defaultText: 'the one that answers',
    parse: identifier,
  },
  out: { value: 'dir', help: 'folder for the figures', default: 'figures', parse: text },
  threads: { value: 'n', help: 'TensorFlow threads', default: 1, parse: integer(1, 1024) },
  patience: { value: 'seconds', help: 'how long to wait for a run to answer', default: 600, parse: integer(1, 1e6) },
  logLevel: { value: 'level', help: `one of ${LOG_LEVELS.join(', ')}`, default: 'info', parse: oneOf(...LOG_LEVELS) },
  json: { help: 'log as JSON lines', default: false, parse: flag },
} satisfies NatsSecretSpecs & {
  natsUrl: OptionSpec<string>;
  run: OptionSpec<string | undefined>;
  out: OptionSpec<string>;
  threads: OptionSpec<number>;
  patience: OptionSpec<number>;
  logLevel: OptionSpec<LogLevel>;
  json: OptionSpec<boolean>;
};

export const COMMAND_LINE = defineCommandLine({
  name: 'sampler',
  description: "Follows a run's checkpoints, draws figures for each, and draws images for whoever asks over NATS.",
  options,
});

export type SamplerConfig = OptionValues<typeof options>;
