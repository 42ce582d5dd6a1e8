/**
 * Stochastic gradient descent as in torch.optim.SGD without dampening. With momentum μ: b ← μ·b + g, then w ← w − lr·b, or
 * w ← w − lr·(g + μ·b) with Nesterov momentum. Computes in float64 from float32 state and rounds b and w once.
 */

export interface SgdFactors {
  readonly learningRate: number;
  /** The factor of the gradient sum. */
  readonly scale: number;
  /** The gradient becomes g + weightDecay · w. */
  readonly weightDecay: number;
}

/** Updates the weights of a slice in place, without momentum. */
export function sgdSlice(
  weights: Float32Array,
  gradientSum: Float32Array,
  { learningRate, scale, weightDecay }: SgdFactors,
): void {
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    weights[i] = weight - learningRate * Math.fround(gradientSum[i]! * scale + weightDecay * weight);
  }
}

/** Updates the weights and the momentum `buffer` of a slice in place. */
export function sgdMomentumSlice(
  weights: Float32Array,
  gradientSum: Float32Array,
  buffer: Float32Array,
  momentum: number,
  nesterov: boolean,
  { learningRate, scale, weightDecay }: SgdFactors,
): void {
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    const gradient = Math.fround(gradientSum[i]! * scale + weightDecay * weight);
    const velocity = Math.fround(momentum * buffer[i]! + gradient);
    buffer[i] = velocity;
    weights[i] = weight - learningRate * (nesterov ? gradient + momentum * velocity : velocity);
  }
}
