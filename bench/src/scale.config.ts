/** Options of `bench:scale`. */
import { defineCommandLine, type OptionValues } from '@lockstep/cli';
import { BASIC_UNET } from '@lockstep/model';
import { count, counts, duration, epilogue, parameterCounts } from './options.js';

const options = {
  workers: counts('numbers of workers', [1, 2, 4, 8, 16, 32, 64], 128),
  parameters: parameterCounts('the cost model needs two sizes or more', [30_000, BASIC_UNET.count, 1_700_000]),
  computeMs: duration('ms', 'duration of a whole batch on one worker: W workers take 1/W of it', 128),
  batch: count('images of one step (the global batch)', 128, 128, 65_536),
  rounds: count('measurements of each point', 2, 1, 1000),
  steps: count('the most steps that one measurement counts', 40, 3, 10_000),
  seconds: duration('s', 'approximate duration of the counted steps of one measurement', 3),
  longest: duration('s', 'omits points whose step would take longer', 1),
};

export const COMMAND_LINE = defineCommandLine({
  name: 'scale.bench',
  description:
    'Measures steps per second over numbers of workers whose computing is emulated by waiting, finds what saturates first, and ' +
    'fits a cost model that estimates clusters on networks.',
  options,
  epilogue: epilogue('every point, the model, and its estimates.', [
    'scale                                           about 5 minutes on 2 cores',
    'scale --workers=1,2,4 --rounds=1 --seconds=1    a quick look',
  ]),
});

export type ScaleBenchConfig = OptionValues<typeof options>;
