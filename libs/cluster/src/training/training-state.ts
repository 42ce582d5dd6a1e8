/** What training has reached: the whole of it is in a checkpoint, and nothing else decides the bits of later steps. */
import { stepsPerEpoch } from '@lockstep/data';
import { adamInitial, adamStep, type AdamState, type GradientSum } from '@lockstep/optim';
import { workOf, type DataConfig } from '../common/step-work.js';

/** β and ε of Adam as in Kingma & Ba 2015, https://arxiv.org/abs/1412.6980, and PyTorch's defaults. */
const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

export interface TrainingState {
  /** Number of updates applied. */
  version: number;
  weights: Float32Array;
  adam: AdamState;
  /** Mean loss of each step's samples, one per update. */
  losses: number[];
  /** Fingerprint of the workers that computed it; undefined before the first joined. */
  fingerprint: string | undefined;
}

/** The state before the first update. Takes ownership of `weights`. */
export function initialState(weights: Float32Array): TrainingState {
  return { version: 0, weights, adam: adamInitial(weights.length), losses: [], fingerprint: undefined };
}

/**
 * Applies one update in place, on the leader and on every standby alike.
 * @param sum gradient sum, samples and loss sum of a whole step
 * @returns the mean loss of the step's samples
 * @throws LengthMismatchError
 */
export function applyUpdate(state: TrainingState, sum: GradientSum, learningRate: number): number {
  adamStep(state.weights, sum.vector, sum.samples, state.adam, { ...ADAM, learningRate });
  state.version += 1;
  const loss = sum.lossSum / sum.samples;
  state.losses.push(loss);
  return loss;
}

/** An independent copy: training goes on in place. */
export function copyState(state: TrainingState): TrainingState {
  const { m, v, beta1Power, beta2Power } = state.adam;
  return {
    ...state,
    weights: state.weights.slice(),
    adam: { m: m.slice(), v: v.slice(), beta1Power, beta2Power },
    losses: [...state.losses],
  };
}

/** Mean loss over the samples of every epoch that is complete, recomputed from the steps' so that a resume cannot change it. */
export function epochLosses(losses: readonly number[], config: DataConfig): number[] {
  const steps = stepsPerEpoch(config.trainSamples, config.batchSize);
  const means: number[] = [];
  for (let first = 0; first + steps <= losses.length; first += steps) {
    let sum = 0;
    for (let step = first; step < first + steps; step++) sum += losses[step]! * workOf(config, 'train', step).size;
    means.push(sum / config.trainSamples);
  }
  return means;
}
