/**
 * Stochastic gradient descent as torch.optim.SGD computes it, without dampening: with momentum μ, b ← μ·b + g and
 * w ← w − lr·b, or w ← w − lr·(g + μ·b) as Nesterov's. Computed in float64 from float32 state; b and w are rounded once.
 */

export interface SgdFactors {
  readonly learningRate: number;
  /** What the gradient sum is multiplied with. */
  readonly scale: number;
  /** Times the weight, added to the gradient. */
  readonly weightDecay: number;
}

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
