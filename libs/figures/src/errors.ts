/** Everything that can go wrong while a figure is drawn, one class per case. */
import { UserError } from '@lockstep/errors';

export class FigureError extends UserError {}

/** A list has another length than the figure needs. */
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

/** A number is not one that the figure can show. */
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

/** The figure would be larger than a picture can usefully be. */
export class FigureTooLargeError extends FigureError {
  constructor(
    readonly widthPx: number,
    readonly heightPx: number,
    readonly limitPx: number,
  ) {
    super(`a figure of ${widthPx} × ${heightPx} pixels exceeds ${limitPx} on a side; draw fewer rows or columns`);
  }
}

/** The packaged font cannot be found or read. */
export class FontError extends FigureError {
  constructor(
    readonly file: string,
    options?: ErrorOptions,
  ) {
    super(
      `cannot load the font ${file} for the figures' text; install the dependencies again (npm ci), ` +
        'which brings the package @fontsource/inter',
      options,
    );
  }
}
