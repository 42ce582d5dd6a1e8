/**
 * The L2 norm of a gradient, and clipping by it.
 *
 * The bits of a floating-point sum depend on its order, so the order is fixed. Squares are added in index order within each block of
 * 16,384 parameters, then the sums of the blocks are added in block order, all in float64. Slices of the vector are whole blocks, so
 * the bits do not depend on the number of processes that share the vector.
 */
import { InvalidSliceError } from '../errors.js';

/** Number of parameters in a block. The last block of a vector may be shorter. */
export const NORM_BLOCK = 16_384;

/**
 * Returns the sum of squares of each block of the slice [start, end).
 * @throws InvalidSliceError when the slice does not consist of whole blocks
 */
export function squaresPerBlock(vector: Float32Array, start = 0, end = vector.length): Float64Array {
  checkSlice(start, end, vector.length);
  const squares = new Float64Array(Math.ceil((end - start) / NORM_BLOCK));
  const wholeBlocks = Math.floor((end - start) / NORM_BLOCK);
  let block = 0;
  // Four blocks at once, because each addition within a block waits for the previous one.
  for (; block + 4 <= wholeBlocks; block += 4) {
    const from = start + block * NORM_BLOCK;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let i = from; i < from + NORM_BLOCK; i++) {
      const x = vector[i]!;
      const y = vector[i + NORM_BLOCK]!;
      const z = vector[i + 2 * NORM_BLOCK]!;
      const w = vector[i + 3 * NORM_BLOCK]!;
      a += x * x;
      b += y * y;
      c += z * z;
      d += w * w;
    }
    squares.set([a, b, c, d], block);
  }
  for (; block < squares.length; block++) {
    const from = start + block * NORM_BLOCK;
    const to = Math.min(from + NORM_BLOCK, end);
    let sum = 0;
    for (let i = from; i < to; i++) sum += vector[i]! * vector[i]!;
    squares[block] = sum;
  }
  return squares;
}

/**
 * Returns the L2 norm of the mean gradient.
 * @param slices results of `squaresPerBlock` for all slices of the gradient sum, in order
 */
export function meanGradientNorm(slices: readonly Float64Array[], samples: number): number {
  let total = 0;
  for (const slice of slices) for (const squares of slice) total += squares;
  return Math.sqrt(total) / samples;
}

/**
 * Returns the factor that turns a gradient sum into the mean, clipped as by torch.nn.utils.clip_grad_norm_.
 * @param norm norm of the mean gradient
 */
export function gradientScale(samples: number, norm: number, clipNorm?: number): number {
  const perSample = 1 / samples;
  return clipNorm === undefined ? perSample : perSample * Math.min(clipNorm / (norm + 1e-6), 1);
}

/** @throws InvalidSliceError when [start, end) does not consist of whole blocks of a vector of `length` values */
export function checkSlice(start: number, end: number, length: number): void {
  const startsBlock = start >= 0 && start % NORM_BLOCK === 0;
  const endsBlock = end === length || (end < length && end % NORM_BLOCK === 0);
  if (startsBlock && endsBlock && start <= end) return;
  throw new InvalidSliceError(
    `[${start}, ${end}) of ${length} values is not a slice of whole blocks of ${NORM_BLOCK} values`,
  );
}
