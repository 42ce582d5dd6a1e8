/** Options of `coordinator:status`. */
import {
  defineCommandLine,
  flag,
  NATS_SECRET_OPTIONS,
  RUN_OPTIONS,
  text,
  UsageError,
  type OptionValues,
} from '@lockstep/cli';

const options = {
  natsUrl: {
    value: 'url',
    help: 'NATS server of the run, nats://[user:password@]host:port',
    default: undefined,
    defaultText: 'the server that the latest run in runs/ has started',
    parse: text,
  },
  ...NATS_SECRET_OPTIONS,
  run: { ...RUN_OPTIONS.run, help: 'run to query' },
  out: {
    value: 'dir',
    help: 'folder of the run to query',
    default: undefined,
    defaultText: 'runs/<run id>',
    parse: text,
  },
  watch: { help: 'print the status every second until the run ends', default: false, parse: flag },
  stop: {
    help: 'stop the run with a checkpoint, from which --resume continues; a standby takes over at once',
    default: false,
    parse: flag,
  },
  json: { help: 'print JSON lines', default: false, parse: flag },
};

export const STATUS_COMMAND_LINE = defineCommandLine({
  name: 'status',
  description: 'Prints the status of a live run: its step, the shards that each worker holds, and what it waits for.',
  options,
});

export type StatusConfig = OptionValues<typeof options>;

/** @throws UsageError for values that exclude each other */
export function checkStatusConfig({ natsUrl, out, watch, stop }: StatusConfig): void {
  if (watch && stop) throw new UsageError('--stop ends the run that --watch prints: give one of the two');
  if (natsUrl !== undefined && out !== undefined) {
    throw new UsageError('--out applies to a run with its own NATS server: omit it with --nats-url, and give --run');
  }
}
