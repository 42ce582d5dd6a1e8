/** Images and IDX files for tests. */
import type { ImageSet } from '../idx.js';

/** Returns images of 28×28 pixels that contain every byte value. */
export function patternImages(count: number): ImageSet {
  const pixels = Uint8Array.from({ length: count * 28 * 28 }, (_, i) => (Math.imul(i, 0x9e37_79b1) >>> 13) & 0xff);
  return { count, rows: 28, columns: 28, pixels };
}

export interface IdxHeader {
  magic?: number;
  count?: number;
  rows?: number;
  columns?: number;
}

/** Returns an IDX file of images of 2×3 pixels. `header` replaces values that would fit the pixels. */
export function idxFile(pixels: readonly number[], header: IdxHeader = {}): Uint8Array {
  const { magic = 0x0000_0803, count = pixels.length / 6, rows = 2, columns = 3 } = header;
  const bytes = new Uint8Array(16 + pixels.length);
  const view = new DataView(bytes.buffer);
  [magic, count, rows, columns].forEach((value, i) => view.setUint32(4 * i, value));
  bytes.set(pixels, 16);
  return bytes;
}
