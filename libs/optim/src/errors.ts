/** Errors of the sums and of the optimiser. */
import { UserError } from '@lockstep/errors';

/** A node is not one of the tree, or a partial does not fit it. */
export class InvalidNodeError extends UserError {}

/** Vectors that belong together differ in length. */
export class LengthMismatchError extends UserError {
  constructor(what: string, length: number, expected: number) {
    super(`${what} has ${length} values, expected ${expected}`);
  }
}
