/** Errors of the sums and of the optimisers. */

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

/** A range of a vector is not one of whole blocks. */
export class InvalidSliceError extends Error {
  override readonly name = 'InvalidSliceError';
}

/** An option of the optimiser, of its schedule, of clipping or of the average of the weights has a value that it cannot have. */
export class InvalidUpdateConfigError extends Error {
  override readonly name = 'InvalidUpdateConfigError';
}

/** An optimiser's state is not one of its configuration. */
export class InvalidOptimizerStateError extends Error {
  override readonly name = 'InvalidOptimizerStateError';
}
