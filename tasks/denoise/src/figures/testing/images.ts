/** Images of known pixels. */
import { IMAGE_PIXELS } from '../pixels.js';

/** [values.length,28,28,1]: image i has value i everywhere. */
export function flatImages(values: readonly number[]): Float32Array {
  return Float32Array.from(
    { length: values.length * IMAGE_PIXELS },
    (_, i) => values[Math.floor(i / IMAGE_PIXELS)] ?? NaN,
  );
}

/** The gray that a value should be drawn in. */
export function grayOf(value: number): number[] {
  const gray = Math.round(255 - 255 * value);
  return [gray, gray, gray];
}

/** Eight steps from 0 to 0.875: exact in float32. */
export const EIGHTHS: readonly number[] = Array.from({ length: 8 }, (_, i) => i / 8);
