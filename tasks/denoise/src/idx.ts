/**
 * The IDX format of MNIST's images (Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database of handwritten digits"):
 * big-endian 32-bit magic, count, rows and columns, then one byte per pixel, row by row. 0 is the background.
 */
import { IdxFormatError } from './errors.js';

/** The images of a file. */
export interface ImageSet {
  count: number;
  rows: number;
  columns: number;
  /** [count, rows, columns] */
  pixels: Uint8Array;
}

/** Unsigned bytes (0x08) in three dimensions (0x03). */
const IMAGES_MAGIC = 0x0000_0803;
const HEADER_BYTES = 16;
const MAX_SIDE_PIXELS = 4096;

/**
 * Reads a file.
 * @param where name of the file, for errors
 * @throws IdxFormatError
 */
export function parseIdxImages(bytes: Uint8Array, where: string): ImageSet {
  if (bytes.byteLength < HEADER_BYTES) {
    throw new IdxFormatError(where, `it has ${bytes.byteLength} bytes, but the header takes ${HEADER_BYTES}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = view.getUint32(0);
  if (magic !== IMAGES_MAGIC) {
    throw new IdxFormatError(where, `its magic number is ${hex(magic)}, but images have ${hex(IMAGES_MAGIC)}`);
  }
  const [count, rows, columns] = [view.getUint32(4), view.getUint32(8), view.getUint32(12)];
  if (count === 0 || rows === 0 || columns === 0 || rows > MAX_SIDE_PIXELS || columns > MAX_SIDE_PIXELS) {
    throw new IdxFormatError(
      where,
      `it announces ${count} images of ${rows}×${columns} pixels, expected at least 1 image of 1×1 to ${MAX_SIDE_PIXELS}×${MAX_SIDE_PIXELS}`,
    );
  }
  const expected = count * rows * columns;
  const found = bytes.byteLength - HEADER_BYTES;
  if (found !== expected) {
    const problem = found < expected ? 'it is cut off' : 'it continues after the last image';
    throw new IdxFormatError(
      where,
      `${problem}: ${count} images of ${rows}×${columns} take ${expected} bytes, but it has ${found}`,
    );
  }
  return { count, rows, columns, pixels: bytes.subarray(HEADER_BYTES) };
}

function hex(magic: number): string {
  return `0x${magic.toString(16).padStart(8, '0')}`;
}
