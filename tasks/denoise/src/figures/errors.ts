/** Errors of a figure's images. */
import { FigureError } from '@lockstep/figures';

/** An array does not hold the number of images that the figure shows. */
export class ImageCountError extends FigureError {
  constructor(
    readonly figure: string,
    readonly field: string,
    readonly expectedImages: number,
    readonly actualValues: number,
    readonly pixelsPerImage: number,
  ) {
    super(
      `${figure}: "${field}" has ${actualValues} values, but ${expectedImages} images of ${pixelsPerImage} pixels ` +
        `are ${expectedImages * pixelsPerImage}. Pass a Float32Array of shape [${expectedImages},28,28,1]`,
    );
  }
}
