/** Weight decay for Adam. It uses separate passes, because a term in Adam's loop makes runs without weight decay 8% slower. */
import { adamSlice, type AdamFactors } from './adam.js';

/** Number of values in the scratch memory, small enough for a core's cache. */
const SCRATCH_SIZE = 16_384;

/** Applies decoupled weight decay as in torch.optim.AdamW: multiplies the weights by 1 − lr · weightDecay before their update. */
export function shrink(weights: Float32Array, learningRate: number, weightDecay: number): void {
  const kept = 1 - learningRate * weightDecay;
  for (let i = 0; i < weights.length; i++) weights[i]! *= kept;
}

/** Updates a slice with L2 weight decay as in torch.optim.Adam: both moments use the gradient g + weightDecay · w. */
export function adamSliceWithL2(
  weights: Float32Array,
  gradientSum: Float32Array,
  m: Float32Array,
  v: Float32Array,
  weightDecay: number,
  factors: AdamFactors,
): void {
  const scratch = new Float32Array(Math.min(SCRATCH_SIZE, weights.length));
  const { scale } = factors;
  for (let start = 0; start < weights.length; start += SCRATCH_SIZE) {
    const end = Math.min(start + SCRATCH_SIZE, weights.length);
    for (let i = start; i < end; i++) scratch[i - start] = gradientSum[i]! * scale + weightDecay * weights[i]!;
    const gradient = scratch.subarray(0, end - start);
    const part = (vector: Float32Array): Float32Array => vector.subarray(start, end);
    adamSlice(part(weights), gradient, part(m), part(v), { ...factors, scale: 1 });
  }
}
