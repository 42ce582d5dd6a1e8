/** Options of `bench:exchange`. */
import { defineCommandLine, flag, oneOf, type OptionValues } from '@lockstep/cli';
import { BASIC_UNET } from '@lockstep/model';
import { count, counts, duration, epilogue, parameterCounts } from './options.js';

const options = {
  parameters: parameterCounts('the defaults are 1.24, 6.8 and 100 MB', [BASIC_UNET.count, 1_700_000, 25_000_000]),
  workers: counts('numbers of workers', [2, 4, 8, 16], 64),
  wireDtype: {
    value: 'dtype',
    help: 'dtype of our vectors on the wire: f32 or bf16 (gloo’s are float32)',
    default: 'f32' as const,
    parse: oneOf('f32', 'bf16'),
  },
  computeMs: duration('ms', 'duration of a forward and backward pass; a GPU takes 2 to 5 ms', 3),
  rounds: count('measurements of each case, ours and the peer’s in turn', 3, 1, 1000),
  steps: count('the most steps that one measurement counts', 40, 1, 10_000),
  seconds: duration('s', 'approximate duration of the counted steps of one measurement (at least three steps)', 2),
  longest: duration('s', 'omits cases whose exchange would take longer', 2),
  alone: { help: 'omit PyTorch', default: false, parse: flag },
};

export const COMMAND_LINE = defineCommandLine({
  name: 'exchange.bench',
  description:
    'Measures the cost of distributing a step: from the last worker’s backward pass to the next forward pass with the new ' +
    'weights, with real coordinator, NATS server and workers and emulated computing, in turn with gloo’s all-reduce and Adam.',
  options,
  epilogue: epilogue('medians, raw values, and where the time goes.', [
    'exchange                                                          about 5 minutes on 2 cores',
    'exchange --parameters=309057 --workers=2 --rounds=1 --alone       a quick look and a profile',
  ]),
});

export type ExchangeBenchConfig = OptionValues<typeof options>;
