/** Conversion between float32 vectors and bfloat16 bytes (little-endian upper halves of float32). libs/optim rounds the values. */

/** Returns the bfloat16 bytes of values that are already rounded to bfloat16. Drops the lower half of each value. */
export function packBf16(vector: Float32Array): Uint8Array {
  const halves = new Uint16Array(vector.buffer, vector.byteOffset, 2 * vector.length);
  const packed = new Uint16Array(vector.length);
  for (let i = 0; i < packed.length; i++) packed[i] = halves[2 * i + 1]!;
  return new Uint8Array(packed.buffer);
}

/** Writes the bfloat16 values in `data`, which may have an odd byte offset, to the beginning of `target`. */
export function unpackBf16(data: Uint8Array, target: Float32Array): void {
  const words = new Int32Array(target.buffer, target.byteOffset, data.length / 2);
  // Reads single bytes, because allocating an aligned copy takes longer.
  for (let i = 0; i < words.length; i++) words[i] = (data[2 * i]! << 16) | (data[2 * i + 1]! << 24);
}
