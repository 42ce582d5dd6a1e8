/** Errors of the sums and of the optimisers. */
import { UserError } from '@lockstep/errors';

/** A node is not one of the tree, or a partial does not fit it. */
export class InvalidNodeError extends UserError {}

/** Vectors that belong together differ in length. */
export class LengthMismatchError extends UserError {
  constructor(what: string, length: number, expected: number) {
    super(`${what} has ${length} values, expected ${expected}`);
  }
}

/** A range of a vector is not one of whole blocks. */
export class InvalidSliceError extends UserError {}

/** An option of the optimiser, of its schedule, of clipping or of the average of the weights has a value that it cannot have. */
export class InvalidUpdateConfigError extends UserError {}

/** An optimiser's state is not one of its configuration. */
export class InvalidOptimizerStateError extends UserError {}
