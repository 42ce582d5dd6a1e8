/**
 * The L2 norm of a gradient, and clipping by it.
 *
 * Addition rounds, so the order of the sum is fixed: squares are added in index order within each block of 16,384 parameters, and
 * the blocks' sums in block order, all in float64. Slices of the vector are whole blocks, so the bits do not depend on how
 * many processes share it.
 */
import { InvalidSliceError } from '../errors.js';

/** Parameters of a block; the last block of a vector may be shorter. */
export const NORM_BLOCK = 16_384;

/**
 * The sum of the squares of each block of a slice.
 * @param start first parameter of the slice, at which a block starts
 * @param end end (exclusive) of the slice, which is that of a block
 * @throws InvalidSliceError
 */
export function squaresPerBlock(vector: Float32Array, start = 0, end = vector.length): Float64Array {
  checkSlice(start, end, vector.length);
  const squares = new Float64Array(Math.ceil((end - start) / NORM_BLOCK));
  const wholeBlocks = Math.floor((end - start) / NORM_BLOCK);
  let block = 0;
  // Four at once, because each addition waits for the one before it.
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
 * The norm of the mean gradient.
 * @param slices sums of squares of the gradient sum, from `squaresPerBlock`, of all slices in order
 */
export function meanGradientNorm(slices: readonly Float64Array[], samples: number): number {
  let total = 0;
  for (const slice of slices) for (const squares of slice) total += squares;
  return Math.sqrt(total) / samples;
}

/**
 * What to multiply a gradient sum with: makes a mean of it, and clips as torch.nn.utils.clip_grad_norm_ does.
 * @param norm of the mean gradient
 */
export function gradientScale(samples: number, norm: number, clipNorm?: number): number {
  const perSample = 1 / samples;
  return clipNorm === undefined ? perSample : perSample * Math.min(clipNorm / (norm + 1e-6), 1);
}

/** @throws InvalidSliceError */
export function checkSlice(start: number, end: number, length: number): void {
  const startsBlock = start >= 0 && start % NORM_BLOCK === 0;
  const endsBlock = end === length || (end < length && end % NORM_BLOCK === 0);
  if (startsBlock && endsBlock && start <= end) return;
  throw new InvalidSliceError(
    `[${start}, ${end}) of ${length} values is not a slice of whole blocks of ${NORM_BLOCK} values`,
  );
}
