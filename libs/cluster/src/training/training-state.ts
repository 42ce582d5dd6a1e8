/** What training has reached: the whole of it is in a checkpoint, and nothing else decides the bits of later steps. */
import { stepsPerEpoch } from '@lockstep/data';
import { adamInitial, adamStep, type AdamState, type GradientSum } from '@lockstep/optim';
import type { DataConfig } from './step-work.js';

/** β and ε of Adam as in Kingma & Ba 2015, https://arxiv.org/abs/1412.6980, and PyTorch's defaults. */
const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

export interface TrainingState {
  /** Number of updates applied. */
  version: number;
  weights: Float32Array;
  adam: AdamState;
  /** Sum of loss times samples over the steps of the current epoch, in the order of the steps. */
  epochLossSum: number;
  /** Mean loss of the samples of each finished epoch. */
  epochLosses: number[];
  /** Fingerprint of the workers that computed it; undefined before the first joined. */
  fingerprint: string | undefined;
}

/** What an update depends on besides the gradient. */
export interface UpdateConfig extends Pick<DataConfig, 'trainSamples' | 'batchSize'> {
  learningRate: number;
}

/** The state before the first update. Takes ownership of `weights`. */
export function initialState(weights: Float32Array): TrainingState {
  const adam = adamInitial(weights.length);
  return { version: 0, weights, adam, epochLossSum: 0, epochLosses: [], fingerprint: undefined };
}

/**
 * Applies one update in place, on the leader and on every standby alike.
 * @param sum gradient sum, samples and loss sum of a whole step
 * @returns the mean loss of the step's samples
 * @throws LengthMismatchError
 */
export function applyUpdate(state: TrainingState, sum: GradientSum, config: UpdateConfig): number {
  const { learningRate, trainSamples, batchSize } = config;
  adamStep(state.weights, sum.vector, sum.samples, state.adam, { ...ADAM, learningRate });
  state.version += 1;
  const loss = sum.lossSum / sum.samples;
  state.epochLossSum += loss * sum.samples;
  if (state.version % stepsPerEpoch(trainSamples, batchSize) === 0) {
    state.epochLosses.push(state.epochLossSum / trainSamples);
    state.epochLossSum = 0;
  }
  return loss;
}

/** An independent copy: training goes on in place. */
export function copyState(state: TrainingState): TrainingState {
  const { m, v, beta1Power, beta2Power } = state.adam;
  return {
    ...state,
    weights: state.weights.slice(),
    adam: { m: m.slice(), v: v.slice(), beta1Power, beta2Power },
    epochLosses: [...state.epochLosses],
  };
}
