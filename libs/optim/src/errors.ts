/** Errors of the sums and of the optimiser. */

/** A node is not one of the tree, or a partial does not fit it. */
export class InvalidNodeError extends Error {
  override readonly name = 'InvalidNodeError';
}

/** Vectors that belong together differ in length. */
export class LengthMismatchError extends Error {
  override readonly name = 'LengthMismatchError';

  constructor(what: string, length: number, expected: number) {
    super(`${what} has ${length} values, expected ${expected}`);
  }
}
