/** Checks of a figure's images, made before drawing. */
import { FigureNumberError, ListLengthError } from '@lockstep/figures';
import { IMAGE_PIXELS } from '@lockstep/model';

import { ImageCountError } from './errors.js';

/** @throws ImageCountError unless `images` is [count, 28, 28, 1] */
export function requireImages(figure: string, field: string, images: Float32Array, count: number): void {
  if (images.length !== count * IMAGE_PIXELS) {
    throw new ImageCountError(figure, field, count, images.length, IMAGE_PIXELS);
  }
}

/**
 * @throws ListLengthError unless the list has `count` entries
 * @throws FigureNumberError unless each entry is a number from 0 to 1
 */
export function requireAmounts(figure: string, amounts: ArrayLike<number>, count: number): void {
  if (amounts.length !== count)
    throw new ListLengthError(figure, 'amounts', `one for each of ${count} images`, amounts.length);
  for (let index = 0; index < count; index++) {
    const amount = amounts[index] ?? NaN;
    if (!(amount >= 0 && amount <= 1))
      throw new FigureNumberError(figure, `amounts[${index}]`, amount, 'a number in 0..1');
  }
}
