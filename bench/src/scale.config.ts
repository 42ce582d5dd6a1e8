/** Options of `bench:scale`. */
import { defineCommandLine, integer, positiveNumber, type OptionSpec, type OptionValues } from '@lockstep/cli';
import { BASIC_UNET } from '@lockstep/model';
import { listOf } from './emulated/list.js';

const options = {
  workers: {
    value: 'n,n,…',
    help: 'numbers of workers',
    default: [1, 2, 4, 8, 16, 32, 64],
    defaultText: '1,2,4,8,16,32,64',
    parse: listOf(integer(1, 128)),
  },
  parameters: {
    value: 'n,n,…',
    help: 'float32 parameters of the models; the cost model needs two sizes or more',
    default: [30_000, BASIC_UNET.count, 1_700_000],
    defaultText: `30000,${BASIC_UNET.count},1700000`,
    parse: listOf(integer(1, 250_000_000)),
  },
  computeMs: {
    value: 'ms',
    help: 'what a whole batch takes one worker: W workers take 1/W of it',
    default: 128,
    parse: positiveNumber,
  },
  batch: { value: 'n', help: 'images of one step (the global batch)', default: 128, parse: integer(128, 65_536) },
  rounds: { value: 'n', help: 'measurements of each point', default: 2, parse: integer(1, 1000) },
  steps: { value: 'n', help: 'steps that one measurement counts at most', default: 40, parse: integer(3, 10_000) },
  seconds: { value: 's', help: 'about so long one measurement counts steps', default: 3, parse: positiveNumber },
  longest: { value: 's', help: 'points whose step would take longer are left out', default: 1, parse: positiveNumber },
} satisfies {
  workers: OptionSpec<readonly number[]>;
  parameters: OptionSpec<readonly number[]>;
  computeMs: OptionSpec<number>;
  batch: OptionSpec<number>;
  rounds: OptionSpec<number>;
  steps: OptionSpec<number>;
  seconds: OptionSpec<number>;
  longest: OptionSpec<number>;
};

export const COMMAND_LINE = defineCommandLine({
  name: 'scale.bench',
  description:
    'Measures steps per second over numbers of workers whose computing is emulated by waiting, what saturates first, and ' +
    'fits a cost model with which clusters on networks are estimated.',
  options,
  epilogue:
    'The last line on standard output is the result as JSON: every point, the model, and what it expects.\n' +
    'Nothing else should run on the machine. bench/README.md says what is measured and what is not.\n' +
    'Examples:\n' +
    '  npx nx run bench:scale                                                    about 5 minutes on 2 cores\n' +
    '  npx nx run bench:scale --workers=1,2,4 --rounds=1 --seconds=1  a quick look',
});

export type ScaleBenchConfig = OptionValues<typeof options>;
