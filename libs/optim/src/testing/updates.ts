/** Training runs with every optimiser, for tests. */
import { adam, adamw, resolveUpdateConfig, sgd, type UpdateConfig, type UpdateOptions } from '../optimizer/config.js';
import { NORM_BLOCK } from '../optimizer/norm.js';
import { initialOptimizerState, type OptimizerState } from '../optimizer/state.js';
import { updateWeights, type UpdateResult } from '../optimizer/update.js';
import { lcg } from './gradient-sums.js';

const SIZE = NORM_BLOCK + 77;
export const STEPS = 6;

const below = lcg(11);
const values = (): Float32Array =>
  Float32Array.from({ length: SIZE }, () => (below(0x100_0000) - 0x80_0000) / 0x40_0000 / (1 << below(24)));
export const WEIGHTS = values();
export const GRADIENT = values();

export const SETTINGS: UpdateOptions[] = [
  { optimizer: sgd({ learningRate: 0.1, weightDecay: 0.01 }), schedule: { kind: 'linear', warmupSteps: 2 } },
  { optimizer: sgd({ learningRate: 0.1, momentum: 0.9 }), clipNorm: 1, schedule: { kind: 'step', everySteps: 2 } },
  { optimizer: sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true }), emaDecay: 0.9 },
  { optimizer: adam({ learningRate: 0.1, weightDecay: 0.01 }), schedule: { kind: 'exponential', gamma: 0.9 } },
  { optimizer: adamw({ learningRate: 0.1 }), clipNorm: 1, emaDecay: 0.9, schedule: { kind: 'cosine', warmupSteps: 1 } },
];

export function updateConfig(options: UpdateOptions): UpdateConfig {
  return resolveUpdateConfig(options, STEPS);
}

export interface Trained {
  readonly weights: Float32Array;
  readonly state: OptimizerState;
}

/** Applies the updates [from, to) with the same gradient of 96 samples. Changes `start` in place. */
export function train(
  config: UpdateConfig,
  to = STEPS,
  from = 0,
  start?: Trained,
  onUpdate: (result: UpdateResult) => void = () => undefined,
): Trained {
  const weights = start?.weights ?? WEIGHTS.slice();
  const state = start?.state ?? initialOptimizerState(config, weights);
  for (let step = from; step < to; step++) {
    onUpdate(updateWeights(weights, { vector: GRADIENT, samples: 96 }, step, state, config));
  }
  return { weights, state };
}
