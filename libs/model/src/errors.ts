/** What can go wrong in this library, one class per case. */
import { UserError } from '@lockstep/errors';

/** A batch does not hold as many pixels as its size says. */
export class BatchShapeError extends UserError {}
