/** What can be wrong with the task's samples, one class per case. */
import { UserError } from '@lockstep/errors';

/** The user asks for samples that this task does not have. */
export class NoSuchSamplesError extends UserError {}

/** A file does not hold as many values as the task's size says. */
export class SampleFileError extends UserError {}
