/** What every figure asks of its numbers, so that a mistake is named before anything is drawn. */
import { FigureNumberError } from './errors.js';

/** Throws FigureNumberError unless `value` is an integer of at least `minimum`. */
export function requireInteger(figure: string, field: string, value: number, minimum: number): void {
  if (!Number.isSafeInteger(value) || value < minimum) {
    throw new FigureNumberError(figure, field, value, `an integer of at least ${minimum}`);
  }
}
