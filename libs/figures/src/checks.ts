/** Checks of a figure's numbers, made before drawing. */
import { FigureNumberError } from './errors.js';

/** @throws FigureNumberError unless `value` is an integer of at least `minimum` */
export function requireInteger(figure: string, field: string, value: number, minimum: number): void {
  if (!Number.isSafeInteger(value) || value < minimum) {
    throw new FigureNumberError(figure, field, value, `an integer of at least ${minimum}`);
  }
}
