/** What can go wrong in this library, one class per case. */

/** A batch does not hold as many pixels as its size says. */
export class BatchShapeError extends Error {
  override readonly name = 'BatchShapeError';
}
