/** Options of `coordinator:status`. */
import {
  defineCommandLine,
  flag,
  identifier,
  NATS_SECRET_OPTIONS,
  text,
  UsageError,
  type NatsSecretSpecs,
  type OptionSpec,
  type OptionValues,
} from '@lockstep/cli';

const options = {
  natsUrl: {
    value: 'url',
    help: 'ask on this NATS server, nats://[user:password@]host:port',
    default: undefined,
    defaultText: 'the own server of the latest run in runs/',
    parse: text,
  },
  ...NATS_SECRET_OPTIONS,
  run: {
    value: 'id',
    help: 'ask this run',
    default: undefined,
    defaultText: 'the one that answers',
    parse: identifier,
  },
  out: {
    value: 'dir',
    help: 'ask the run in this folder',
    default: undefined,
    defaultText: 'runs/<run id>',
    parse: text,
  },
  watch: { help: 'ask again every second, until the run ends', default: false, parse: flag },
  stop: {
    help: 'ask the run to stop with a checkpoint, from which --resume goes on; a standby, if there is one, goes on at once',
    default: false,
    parse: flag,
  },
  json: { help: 'print JSON lines', default: false, parse: flag },
} satisfies NatsSecretSpecs & {
  natsUrl: OptionSpec<string | undefined>;
  run: OptionSpec<string | undefined>;
  out: OptionSpec<string | undefined>;
  watch: OptionSpec<boolean>;
  stop: OptionSpec<boolean>;
  json: OptionSpec<boolean>;
};

export const STATUS_COMMAND_LINE = defineCommandLine({
  name: 'status',
  description:
    'Says how a live run is: its step, who holds which shard since when, and what it waits for; or stops it.',
  options,
});

export type StatusConfig = OptionValues<typeof options>;

/** @throws UsageError for values that are fine each but not together */
export function checkStatusConfig({ natsUrl, out, watch, stop }: StatusConfig): void {
  if (watch && stop) throw new UsageError('--stop ends what --watch would look at: give one of the two');
  if (natsUrl !== undefined && out !== undefined) {
    throw new UsageError(
      '--out is for a run with a NATS server of its own: leave it out with --nats-url, and give --run',
    );
  }
}
