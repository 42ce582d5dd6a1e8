/** Images with known pixels, for tests. */
import { IMAGE_PIXELS } from '@lockstep/model';

/** Returns [values.length, 28, 28, 1]. All pixels of image i have value i. */
export function flatImages(values: readonly number[]): Float32Array {
  return Float32Array.from(
    { length: values.length * IMAGE_PIXELS },
    (_, i) => values[Math.floor(i / IMAGE_PIXELS)] ?? NaN,
  );
}

/** Returns the colour in which a value should be drawn. */
export function grayOf(value: number): number[] {
  const gray = Math.round(255 - 255 * value);
  return [gray, gray, gray];
}

/** Eight values from 0 to 0.875, exact in float32. */
export const EIGHTHS: readonly number[] = Array.from({ length: 8 }, (_, i) => i / 8);
