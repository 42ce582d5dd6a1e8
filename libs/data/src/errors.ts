/** Errors of what is asked of the data. */
import { UserError } from '@lockstep/errors';

/** A batch asks for samples that the data does not have: training on what lies beyond its end would go unnoticed. */
export class SampleRangeError extends UserError {}
