/** Weight decay around Adam. Passes of their own, because the loop of Adam without them would be slower by 8%. */
import { adamSlice, type AdamFactors } from './adam.js';

/** Values of the scratch memory, which stays in a core's cache. */
const SCRATCH_SIZE = 16_384;

/** Decoupled, as in torch.optim.AdamW: the weights shrink before their update. */
export function shrink(weights: Float32Array, learningRate: number, weightDecay: number): void {
  const kept = 1 - learningRate * weightDecay;
  for (let i = 0; i < weights.length; i++) weights[i]! *= kept;
}

/** L2, as in torch.optim.Adam: the gradient that both moments see has the weights added to it. */
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
