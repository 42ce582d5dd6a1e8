/**
 * One update of the weights: learning rate, gradient norm, clipping, optimiser, weight average.
 *
 * `updateWeights` updates a whole vector. Processes that share a vector get the same result by slice: each computes `squaresPerBlock`
 * of its slice, all compute the norm with `meanGradientNorm`, and each calls `advanceScalars` once and then `updateSlice`.
 */
import { LengthMismatchError } from '../errors.js';
import type { GradientSum } from '../sum.js';
import { adamFactors, adamSlice } from './adam.js';
import type { ResolvedOptimizer, UpdateConfig } from './config.js';
import { checkSlice, gradientScale, meanGradientNorm, squaresPerBlock } from './norm.js';
import { learningRateAt } from './schedule.js';
import { sgdMomentumSlice, sgdSlice } from './sgd.js';
import { checkOptimizerState, type OptimizerState } from './state.js';
import { adamSliceWithL2, shrink } from './weight-decay.js';

export interface UpdateResult {
  /** The learning rate that the update used. */
  learningRate: number;
  /** L2 norm of the mean gradient before clipping. */
  gradientNorm: number;
}

/** The scalars of an update, equal for all slices. */
export interface UpdateFactors {
  readonly learningRate: number;
  /** From `gradientScale`. */
  readonly scale: number;
}

/**
 * Applies one update to weights and state in place. Does not change the gradient sum of the step, `vector`.
 * @param step number of updates applied before this one
 * @throws LengthMismatchError, InvalidOptimizerStateError before any change
 */
export function updateWeights(
  weights: Float32Array,
  { vector, samples }: Pick<GradientSum, 'vector' | 'samples'>,
  step: number,
  state: OptimizerState,
  config: UpdateConfig,
): UpdateResult {
  if (vector.length !== weights.length) throw new LengthMismatchError('the gradient', vector.length, weights.length);
  checkOptimizerState(state, config, weights.length);
  const learningRate = learningRateAt(config, step);
  const gradientNorm = meanGradientNorm([squaresPerBlock(vector)], samples);
  advanceScalars(state, config.optimizer);
  const scale = gradientScale(samples, gradientNorm, config.clipNorm);
  updateSlice(weights, vector, state, { learningRate, scale }, config);
  return { learningRate, gradientNorm };
}

/** Advances the powers of β. Call it once per update, before `updateSlice`. */
export function advanceScalars({ scalars }: OptimizerState, optimizer: ResolvedOptimizer): void {
  if (optimizer.kind === 'sgd') return;
  scalars.beta1Power! *= optimizer.beta1;
  scalars.beta2Power! *= optimizer.beta2;
}

/**
 * Updates the slice [start, end) of the weights and of the state's vectors in place. A process that holds only its slice passes
 * vectors of the slice's length and no range.
 * @throws InvalidSliceError when the slice does not consist of whole blocks
 */
export function updateSlice(
  weights: Float32Array,
  gradientSum: Float32Array,
  { vectors, scalars }: OptimizerState,
  { learningRate, scale }: UpdateFactors,
  { optimizer, emaDecay }: UpdateConfig,
  start = 0,
  end = weights.length,
): void {
  checkSlice(start, end, weights.length);
  const part = (vector: Float32Array): Float32Array => vector.subarray(start, end);
  const [weightsPart, sumPart] = [part(weights), part(gradientSum)];
  const { weightDecay } = optimizer;
  if (optimizer.kind === 'sgd') {
    const factors = { learningRate, scale, weightDecay };
    const { momentum, nesterov } = optimizer;
    if (momentum === 0) sgdSlice(weightsPart, sumPart, factors);
    else sgdMomentumSlice(weightsPart, sumPart, part(vectors.momentum!), momentum, nesterov, factors);
  } else {
    const [m, v] = [part(vectors.m!), part(vectors.v!)];
    const powers = { beta1Power: scalars.beta1Power!, beta2Power: scalars.beta2Power! };
    const factors = adamFactors({ ...optimizer, learningRate }, powers, scale);
    if (weightDecay > 0 && optimizer.kind === 'adam') {
      adamSliceWithL2(weightsPart, sumPart, m, v, weightDecay, factors);
    } else {
      if (weightDecay > 0) shrink(weightsPart, learningRate, weightDecay);
      adamSlice(weightsPart, sumPart, m, v, factors);
    }
  }
  if (emaDecay !== undefined) averageSlice(part(vectors.ema!), weightsPart, emaDecay);
}

function averageSlice(average: Float32Array, weights: Float32Array, decay: number): void {
  const fresh = 1 - decay;
  for (let i = 0; i < average.length; i++) average[i] = decay * average[i]! + fresh * weights[i]!;
}
