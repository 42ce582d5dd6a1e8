/** Errors of the data library. */
import { UserError } from '@lockstep/errors';

/** A batch contains samples outside the data set. Truncating the batch silently would train on fewer samples. */
export class SampleRangeError extends UserError {}
