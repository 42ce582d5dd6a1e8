/** bfloat16 values as bytes and back: each is the upper half of a float32, little-endian. libs/optim does the rounding. */

/** The bytes of values that have been rounded to bfloat16, two each; lower halves are lost. */
export function packBf16(vector: Float32Array): Uint8Array {
  const halves = new Uint16Array(vector.buffer, vector.byteOffset, 2 * vector.length);
  const packed = new Uint16Array(vector.length);
  for (let i = 0; i < packed.length; i++) packed[i] = halves[2 * i + 1]!;
  return new Uint8Array(packed.buffer);
}

/** Writes the values of these bytes, which may stand at an odd offset, to the beginning of `target`. */
export function unpackBf16(data: Uint8Array, target: Float32Array): void {
  const words = new Int32Array(target.buffer, target.byteOffset, data.length / 2);
  // Byte by byte: a copy at an even offset would cost more than it saves, since its memory is new each time.
  for (let i = 0; i < words.length; i++) words[i] = (data[2 * i]! << 16) | (data[2 * i + 1]! << 24);
}
