/** What can be wrong with the images of a figure. */
import { FigureError } from '@lockstep/figures';

/** An array of pixels does not hold the number of images that the figure has cells for. */
export class ImageCountError extends FigureError {
  override readonly name = 'ImageCountError';

  constructor(
    readonly figure: string,
    readonly field: string,
    readonly expectedImages: number,
    readonly actualValues: number,
    readonly pixelsPerImage: number,
  ) {
    super(
      `${figure}: "${field}" has ${actualValues} values, but ${expectedImages} images of ${pixelsPerImage} pixels ` +
        `are ${expectedImages * pixelsPerImage}; pass a Float32Array of shape [${expectedImages},28,28,1]`,
    );
  }
}
