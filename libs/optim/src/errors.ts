/** Errors of gradient sums and of optimisers. */
import { UserError } from '@lockstep/errors';

/** The reduction tree does not have this node or range of shards. */
export class InvalidNodeError extends UserError {}

/** Two vectors that must have the same length differ in length. */
export class LengthMismatchError extends UserError {
  constructor(what: string, length: number, expected: number) {
    super(`${what} has ${length} values, expected ${expected}`);
  }
}

/** A range of a vector does not consist of whole blocks. */
export class InvalidSliceError extends UserError {}

/** An option of the optimiser, of its schedule, of clipping or of weight averaging is unknown or has an invalid value. */
export class InvalidUpdateConfigError extends UserError {}

/** The names in an optimiser's state differ from those that its configuration requires. */
export class InvalidOptimizerStateError extends UserError {}
