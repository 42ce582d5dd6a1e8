/** Errors of drawing a figure, one class per case. */
import { UserError } from '@lockstep/errors';

/** The base class. */
export class FigureError extends UserError {}

/** A list does not have the length that the figure needs. */
export class ListLengthError extends FigureError {
  constructor(
    readonly figure: string,
    readonly field: string,
    readonly expected: string,
    readonly actualLength: number,
  ) {
    super(`${figure}: "${field}" has ${actualLength} entries; expected ${expected}`);
  }
}

/** The figure cannot show a number. */
export class FigureNumberError extends FigureError {
  constructor(
    readonly figure: string,
    readonly field: string,
    readonly value: number,
    readonly expected: string,
  ) {
    super(`${figure}: "${field}" is ${value}; expected ${expected}`);
  }
}

/** The figure would exceed the size limit of a picture. */
export class FigureTooLargeError extends FigureError {
  constructor(
    readonly widthPx: number,
    readonly heightPx: number,
    readonly limitPx: number,
  ) {
    super(`a figure of ${widthPx} × ${heightPx} pixels exceeds ${limitPx} on a side. Draw fewer rows or columns`);
  }
}

/** The packaged font cannot be found or read. */
export class FontError extends FigureError {
  constructor(
    readonly file: string,
    options?: ErrorOptions,
  ) {
    super(
      `cannot load the font ${file} for the figures' text. Install the dependencies again (npm ci), ` +
        'which include the package @fontsource/inter',
      options,
    );
  }
}
