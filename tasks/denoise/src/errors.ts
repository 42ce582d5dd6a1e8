/** What can be wrong with the images, one class per case. */
import { UserError } from '@lockstep/errors';

/** The file is not what an IDX file of images has to be. */
export class IdxFormatError extends UserError {
  constructor(where: string, what: string, options?: { cause?: unknown }) {
    super(`${where} is no valid IDX file of images: ${what}. Remove it and have it fetched again`, options);
  }
}

/** The files hold images of another size than the model takes. */
export class WrongImageSizeError extends UserError {}

/** The user's folder lacks a file. */
export class MissingImagesError extends UserError {}
