import { describe, expect, it } from 'vitest';
import { IdxFormatError } from './errors.js';
import { parseIdxImages } from './idx.js';
import { idxFile } from './testing/images.js';

const TWO_IMAGES = [0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255];

describe('parseIdxImages', () => {
  it('reads count, rows, columns and pixels', () => {
    const images = parseIdxImages(idxFile(TWO_IMAGES), 'file');
    expect(images).toMatchObject({ count: 2, rows: 2, columns: 3 });
    expect([...images.pixels]).toEqual(TWO_IMAGES);
  });

  it('reads bytes in the middle of a larger buffer', () => {
    const larger = new Uint8Array(100).fill(9);
    larger.set(idxFile(TWO_IMAGES), 7);
    expect([...parseIdxImages(larger.subarray(7, 35), 'file').pixels]).toEqual(TWO_IMAGES);
  });

  it.each([
    ['an empty file', new Uint8Array(), 'it has 0 bytes, but the header takes 16'],
    ['a cut header', idxFile(TWO_IMAGES).subarray(0, 15), 'it has 15 bytes, but the header takes 16'],
    [
      'the magic of labels',
      idxFile(TWO_IMAGES, { magic: 0x801 }),
      'its magic number is 0x00000801, but images have 0x00000803',
    ],
    ['another byte order', idxFile(TWO_IMAGES, { magic: 0x0308_0000 }), 'its magic number is 0x03080000'],
    ['a cut image', idxFile(TWO_IMAGES).subarray(0, 27), 'it is cut off: 2 images of 2×3 take 12 bytes, but it has 11'],
    [
      'a further byte',
      idxFile([...TWO_IMAGES, 0], { count: 2 }),
      'it continues after the last image: 2 images of 2×3 take 12 bytes, but it has 13',
    ],
    ['no images', idxFile([], { count: 0 }), 'it announces 0 images of 2×3 pixels, expected at least 1 image'],
    ['no rows', idxFile(TWO_IMAGES, { rows: 0 }), 'it announces 2 images of 0×3 pixels'],
    ['no columns', idxFile(TWO_IMAGES, { columns: 0 }), 'it announces 2 images of 2×0 pixels'],
    [
      'absurd sides',
      idxFile(TWO_IMAGES, { rows: 0xffff_ffff }),
      'it announces 2 images of 4294967295×3 pixels, expected at least 1 image of 1×1 to 4096×4096',
    ],
    [
      'an absurd count',
      idxFile(TWO_IMAGES, { count: 0xffff_ffff }),
      'it is cut off: 4294967295 images of 2×3 take 25769803770 bytes, but it has 12',
    ],
  ])('refuses %s, naming the file, the problem and the remedy', (_case, bytes, problem) => {
    const parse = () => parseIdxImages(bytes, 'train-images-idx3-ubyte');
    expect(parse).toThrow(IdxFormatError);
    expect(parse).toThrow(`train-images-idx3-ubyte is not a valid IDX file of images: ${problem}`);
    expect(parse).toThrow('Remove it, so that it is fetched again');
  });
});
