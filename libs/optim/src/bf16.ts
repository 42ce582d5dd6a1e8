/**
 * Rounding of float32 values to bfloat16, which has float32's sign and exponent and the upper 7 bits of its fraction
 * (https://cloud.google.com/tpu/docs/bfloat16). Rounds to nearest, ties to even, as IEEE 754 does. Denormals are rounded like any
 * other value. Values beyond the largest finite bfloat16 become infinite. A NaN remains a NaN.
 */

/** The precision of a sum: float32, or rounded to bfloat16 after each addition. */
export type SumDtype = 'f32' | 'bf16';

/** The bits of a float32 that bfloat16 keeps. */
const KEPT_BITS = 0xffff_0000 | 0;
const MAGNITUDE_BITS = 0x7fff_ffff;
const INFINITY_BITS = 0x7f80_0000;
const QUIET_NAN_BIT = 0x40_0000;

/** Rounds every value in place. Clears the lower 16 bits of each value. */
export function roundToBf16(vector: Float32Array): void {
  const words = new Int32Array(vector.buffer, vector.byteOffset, vector.length);
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    // A NaN whose upper fraction bits are all 0 would become an infinity, so a NaN gets the quiet bit.
    const isNaN = (word & MAGNITUDE_BITS) > INFINITY_BITS;
    // Adding 0x7fff, plus 1 if the last kept bit is set, carries into the kept bits exactly when the value must be rounded up.
    // A single store for both cases takes half the time of two stores.
    words[i] = (isNaN ? word | QUIET_NAN_BIT : word + 0x7fff + ((word >>> 16) & 1)) & KEPT_BITS;
  }
}
