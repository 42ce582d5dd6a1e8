/** Errors of the images, one class per case. */
import { UserError } from '@lockstep/errors';

/** A file is not a valid IDX file of images. */
export class IdxFormatError extends UserError {
  constructor(where: string, what: string, options?: { cause?: unknown }) {
    super(`${where} is not a valid IDX file of images: ${what}. Remove it, so that it is fetched again`, options);
  }
}

/** The images do not have the size that the model takes. */
export class WrongImageSizeError extends UserError {}

/** A data set or a file is missing. */
export class MissingImagesError extends UserError {}
