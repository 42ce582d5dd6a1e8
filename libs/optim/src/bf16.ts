/**
 * Rounding of float32 values to bfloat16, which has float32's sign and exponent and the upper 7 bits of its fraction
 * (https://cloud.google.com/tpu/docs/bfloat16): to the nearest, of two that are equally near to the one whose last bit is 0.
 * Denormals are rounded like any other value; beyond the largest finite value comes infinity; a NaN stays one.
 */

/** Values of a sum: as float32 adds them, or rounded to bfloat16 after each addition. */
export type SumDtype = 'f32' | 'bf16';

/** The bits of a bfloat16 among those of a float32. */
const KEPT_BITS = 0xffff_0000 | 0;
const MAGNITUDE_BITS = 0x7fff_ffff;
const INFINITY_BITS = 0x7f80_0000;
const QUIET_NAN_BIT = 0x40_0000;

/** Rounds every value in place; the lower 16 bits of each are 0 afterwards. */
export function roundToBf16(vector: Float32Array): void {
  const words = new Int32Array(vector.buffer, vector.byteOffset, vector.length);
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    // A NaN that has bits only where they are cut off would become an infinity.
    const isNaN = (word & MAGNITUDE_BITS) > INFINITY_BITS;
    // Just below half of the last bit that is kept, and 1 more when that bit is set: the carry rounds. One store for both cases
    // takes half the time of one for each.
    words[i] = (isNaN ? word | QUIET_NAN_BIT : word + 0x7fff + ((word >>> 16) & 1)) & KEPT_BITS;
  }
}
