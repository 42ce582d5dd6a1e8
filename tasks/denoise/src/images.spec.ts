import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeImages, readImages } from './images.js';
import { IdxFormatError } from './errors.js';
import { parseIdxImages } from './idx.js';
import { idxFile } from './testing/images.js';

const plain = idxFile(Array.from({ length: 600 }, (_, i) => (i * i) & 0xff));
const zipped = gzipSync(plain);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lockstep-data-'));
});
afterAll(() => rm(folder, { recursive: true }));

function withByte(bytes: Uint8Array, at: number): Uint8Array {
  const changed = Uint8Array.from(bytes);
  changed[at]! ^= 0x10;
  return changed;
}

describe('readImages', () => {
  it('reads plain and gzipped files alike', async () => {
    const expected = parseIdxImages(plain, 'file');
    for (const [name, bytes] of [
      ['plain', plain],
      ['zipped.gz', zipped],
    ] as const) {
      await writeFile(join(folder, name), bytes);
      const images = await readImages(join(folder, name));
      expect(images.count).toBe(100);
      expect(Uint8Array.from(images.pixels)).toEqual(expected.pixels);
    }
  });

  it('names the missing file', async () => {
    await expect(readImages(join(folder, 'absent'))).rejects.toThrow(/ENOENT.*absent/);
  });
});

describe('decodeImages', () => {
  it.each([
    ['cut', zipped.subarray(0, zipped.length - 20), 'unexpected end of file'],
    ['cut to its magic', zipped.subarray(0, 2), 'unexpected end of file'],
    ['changed in its checksum', withByte(zipped, zipped.length - 6), 'incorrect data check'],
    ['changed in its header', withByte(zipped, 2), 'unknown compression method'],
  ])('refuses a gzip file that was %s', async (_case, bytes, reason) => {
    const decoding = decodeImages(bytes, 'images.gz');
    await expect(decoding).rejects.toThrow(IdxFormatError);
    await expect(decoding).rejects.toThrow(
      `images.gz is not a valid IDX file of images: it cannot be unpacked (${reason}). Remove it, so that it is fetched again`,
    );
    await expect(decoding).rejects.toHaveProperty('cause.message', reason);
  });

  it('does not unpack a small file into all memory', async () => {
    const bomb = gzipSync(new Uint8Array(1_000_000));
    expect(bomb.length).toBeLessThan(2000);
    await expect(decodeImages(bomb, 'images.gz', 999_999)).rejects.toThrow(
      'images.gz is not a valid IDX file of images: it cannot be unpacked (Cannot create a Buffer larger than 999999 bytes)',
    );
  });

  it('refuses a gzip file that contains no images', async () => {
    await expect(decodeImages(gzipSync('<html>not found</html>'), 'images.gz')).rejects.toThrow(
      'images.gz is not a valid IDX file of images: its magic number is 0x3c68746d',
    );
  });
});
