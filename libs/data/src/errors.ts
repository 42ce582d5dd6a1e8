/** Errors of the dataset's files and of what is asked of it. */
import { UserError } from '@lockstep/errors';

/** The file is not what an IDX file of images has to be. */
export class IdxFormatError extends UserError {
  constructor(where: string, what: string, options?: { cause?: unknown }) {
    super(`${where} is no valid IDX file of images: ${what}. Remove it and have it fetched again`, options);
  }
}

/** A batch asks for samples that the dataset does not have: pixels of zeros would be trained on without a word. */
export class SampleRangeError extends UserError {}
