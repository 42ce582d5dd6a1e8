/**
 * Adam (Kingma & Ba 2015, https://arxiv.org/abs/1412.6980, algorithm 1) with ε placed as in PyTorch's torch.optim.Adam:
 * w ← w − (lr / (1−β1^t)) · m / (√v / √(1−β2^t) + ε),
 * in the order that the end of the paper's section 2 gives as the faster one, with α = lr · √(1−β2^t) / (1−β1^t):
 * w ← w − α · m / (√v + ε · √(1−β2^t)).
 * A division takes as long as all the rest of a weight's update; this has one of them.
 *
 * Computed in float64 from float32 state, each of m, v and w rounded once, with + − × ÷ √ only, which IEEE 754 defines to the
 * last bit. β^t is a running product that checkpoints keep: Math.pow gives other bits in other versions of Node.
 */
import { LengthMismatchError } from './errors.js';

export interface AdamState {
  /** First moments, as long as the weights. */
  m: Float32Array;
  /** Second moments, as long as the weights. */
  v: Float32Array;
  /** β1^t and β2^t after t updates; 1 before the first. */
  beta1Power: number;
  beta2Power: number;
}

export interface AdamConfig {
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
}

/** Told of each range of weights that is final, in ascending order, while the next ones are still to come. */
export interface Ranges {
  /** Weights of a range; the last one may have fewer. */
  length: number;
  onRange: (start: number, end: number) => void;
}

export function adamInitial(size: number): AdamState {
  return { m: new Float32Array(size), v: new Float32Array(size), beta1Power: 1, beta2Power: 1 };
}

/**
 * Applies one update in place.
 * @param gradientSum sum of the samples' gradients; divided here by `samples`
 * @param ranges for who wants to go on with weights before all of them are there; the bits do not depend on it
 * @throws LengthMismatchError, before anything is changed
 */
export function adamStep(
  weights: Float32Array,
  gradientSum: Float32Array,
  samples: number,
  state: AdamState,
  config: AdamConfig,
  ranges?: Ranges,
): void {
  const size = weights.length;
  for (const [what, vector] of [
    ['the gradient', gradientSum],
    ['m', state.m],
    ['v', state.v],
  ] as const) {
    if (vector.length !== size) throw new LengthMismatchError(what, vector.length, size);
  }
  state.beta1Power *= config.beta1;
  state.beta2Power *= config.beta2;
  const { length, onRange } = ranges ?? { length: size, onRange: undefined };
  for (let start = 0; start < size; start += length) {
    const end = Math.min(start + length, size);
    updateRange(weights, gradientSum, samples, state, config, start, end);
    onRange?.(start, end);
  }
}

function updateRange(
  weights: Float32Array,
  gradientSum: Float32Array,
  samples: number,
  { m, v, beta1Power, beta2Power }: AdamState,
  { learningRate, beta1, beta2, epsilon }: AdamConfig,
  start: number,
  end: number,
): void {
  const correction = Math.sqrt(1 - beta2Power);
  const alpha = (learningRate * correction) / (1 - beta1Power);
  const shift = epsilon * correction;
  const perSample = 1 / samples;
  for (let i = start; i < end; i++) {
    const gradient = Math.fround(gradientSum[i]! * perSample);
    const first = Math.fround(beta1 * m[i]! + (1 - beta1) * gradient);
    const second = Math.fround(beta2 * v[i]! + (1 - beta2) * gradient * gradient);
    m[i] = first;
    v[i] = second;
    weights[i] = weights[i]! - (alpha * first) / (Math.sqrt(second) + shift);
  }
}
