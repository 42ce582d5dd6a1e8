/** Options of `bench:recovery`. */
import { defineCommandLine, type OptionValues } from '@lockstep/cli';
import { count, epilogue } from './options.js';

const options = {
  kills: count('kills of one of two local workers (kill -9)', 50, 0, 10_000),
  killsPerRun: count(
    'kills in one run; the supervisor gives up a worker that ends four times in half a minute',
    4,
    1,
    6,
  ),
  stops: count('hangs of local workers (SIGSTOP)', 10, 0, 10_000),
  takeovers: count('kills of the leading coordinator, which a standby replaces', 10, 0, 10_000),
  clusterTakeovers: count('the same, and a kill of the NATS server, one of three, that leads the stream', 3, 0, 10_000),
  undisturbed: {
    ...count('steps with all workers before each fault; their median is the normal step', 10, 3, 100),
    value: 'steps',
  },
  seed: count('keys the moments of the faults', 0, 0, 0xffff_ffff),
};

export const COMMAND_LINE = defineCommandLine({
  name: 'recovery.bench',
  description:
    'Measures the cost of faults: kills or stops real processes at random moments of a step while the default job ' +
    'trains, and takes the time to the next committed step.',
  options,
  epilogue: epilogue('medians, and every raw value. A count of 0 omits a part.', [
    'recovery                                                                         about 15 minutes on 2 cores',
    'recovery --kills=2 --stops=1 --takeovers=0 --cluster-takeovers=0  a quick look',
  ]),
});

export type RecoveryBenchConfig = OptionValues<typeof options>;
