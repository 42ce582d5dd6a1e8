/** Errors of the task's samples, one class per case. */
import { UserError } from '@lockstep/errors';

/** The user requests samples that this task does not have. */
export class NoSuchSamplesError extends UserError {}

/** A file is missing, or does not hold the number of values that the task's size requires. */
export class SampleFileError extends UserError {}
