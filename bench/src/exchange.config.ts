/** Options of `bench:exchange`. */
import {
  defineCommandLine,
  flag,
  integer,
  oneOf,
  positiveNumber,
  type OptionSpec,
  type OptionValues,
} from '@lockstep/cli';
import { BASIC_UNET } from '@lockstep/model';
import type { WireDtype } from '@lockstep/protocol';
import { listOf } from './emulated/list.js';

const options = {
  parameters: {
    value: 'n,n,…',
    help: 'float32 parameters of the models, each 4 bytes',
    default: [BASIC_UNET.count, 1_700_000, 25_000_000],
    defaultText: `${BASIC_UNET.count},1700000,25000000: 1.24, 6.8 and 100 MB`,
    parse: listOf(integer(1, 250_000_000)),
  },
  workers: {
    value: 'n,n,…',
    help: 'numbers of workers',
    default: [2, 4, 8, 16],
    defaultText: '2,4,8,16',
    parse: listOf(integer(1, 64)),
  },
  wireDtype: {
    value: 'dtype',
    help: 'how our vectors travel: f32 or bf16 (gloo’s are float32)',
    default: 'f32',
    parse: oneOf('f32', 'bf16'),
  },
  computeMs: {
    value: 'ms',
    help: 'what a forward and backward pass takes: 2 to 5 ms are those of a GPU',
    default: 3,
    parse: positiveNumber,
  },
  rounds: {
    value: 'n',
    help: 'measurements of each case, ours and the peer’s in turn',
    default: 3,
    parse: integer(1, 1000),
  },
  steps: { value: 'n', help: 'steps that one measurement counts at most', default: 40, parse: integer(1, 10_000) },
  seconds: {
    value: 's',
    help: 'about so long one measurement counts steps (at least three)',
    default: 2,
    parse: positiveNumber,
  },
  longest: {
    value: 's',
    help: 'cases whose exchange would take longer are left out',
    default: 2,
    parse: positiveNumber,
  },
  alone: { help: 'leave PyTorch out', default: false, parse: flag },
} satisfies {
  parameters: OptionSpec<readonly number[]>;
  workers: OptionSpec<readonly number[]>;
  wireDtype: OptionSpec<WireDtype>;
  computeMs: OptionSpec<number>;
  rounds: OptionSpec<number>;
  steps: OptionSpec<number>;
  seconds: OptionSpec<number>;
  longest: OptionSpec<number>;
  alone: OptionSpec<boolean>;
};

export const COMMAND_LINE = defineCommandLine({
  name: 'exchange.bench',
  description:
    'Measures what the distribution of a step costs: from the last worker’s backward pass to the next forward pass with the new ' +
    'weights, with real coordinator, NATS server and workers and emulated computing, in turn with gloo’s all-reduce and Adam.',
  options,
  epilogue:
    'The last line on standard output is the result as JSON: medians, raw values, and where the time goes.\n' +
    'Nothing else should run on the machine. bench/README.md says what is compared and why that is fair.\n' +
    'Examples:\n' +
    '  npx nx run bench:exchange                                                   about 5 minutes on 2 cores\n' +
    '  npx nx run bench:exchange --parameters=309057 --workers=2 --rounds=1 --alone  a quick look and a profile',
});

export type ExchangeBenchConfig = OptionValues<typeof options>;
