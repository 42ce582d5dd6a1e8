/** Options of `bench:recovery`. */
import { defineCommandLine, integer, type OptionSpec, type OptionValues } from '@lockstep/cli';

const count = (what: string, number: number) => ({
  value: 'n',
  help: what,
  default: number,
  parse: integer(0, 10_000),
});

const options = {
  kills: count('kills of one of two local workers (kill -9)', 50),
  killsPerRun: {
    value: 'n',
    help: 'kills in one run: a worker that ends four times within half a minute is given up',
    default: 4,
    parse: integer(1, 6),
  },
  stops: count('local workers that hang (SIGSTOP)', 10),
  takeovers: count('kills of the leading coordinator, which a standby follows', 10),
  clusterTakeovers: count('the same together with the NATS server, one of three, that leads the key-value stream', 3),
  undisturbed: {
    value: 'steps',
    help: 'steps with all workers before each fault; their median is the normal step',
    default: 10,
    parse: integer(3, 100),
  },
  seed: { value: 'n', help: 'keys the moments of the faults', default: 0, parse: integer(0, 0xffff_ffff) },
} satisfies Record<string, OptionSpec<number>>;

export const COMMAND_LINE = defineCommandLine({
  name: 'recovery.bench',
  description:
    'Measures what faults cost: real processes are killed or stopped at random moments of a step while the default job ' +
    'trains, and the time to the next committed step is taken.',
  options,
  epilogue:
    'The last line on standard output is the result as JSON: medians, and every raw value. A count of 0 leaves a part out.\n' +
    'Nothing else should run on the machine. bench/README.md says what is measured and what is left out.\n' +
    'Examples:\n' +
    '  npx nx run bench:recovery                                                    about 15 minutes on 2 cores\n' +
    '  npx nx run bench:recovery --kills=2 --stops=1 --takeovers=0 --cluster-takeovers=0  a quick look',
});

export type RecoveryBenchConfig = OptionValues<typeof options>;
