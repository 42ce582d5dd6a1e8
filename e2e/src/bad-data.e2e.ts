/** Files of images that are damaged, missing or of another kind. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, inject, test } from 'vitest';
import { TEST_FILE, TRAIN_FILE } from './harness/dataset.js';
import { start } from './harness/programs.js';
import { expectRefusal } from './harness/refusal.js';
import { Workspace } from './harness/workspace.js';

const workspace = new Workspace();
const dataDir = inject('dataDir');

describe('the dataset', () => {
  const train = readFileSync(join(dataDir, TRAIN_FILE));

  test.each<[string, string, () => Buffer, RegExp]>([
    ['a file that is cut off', TRAIN_FILE, () => train.subarray(0, 5000), /train-images-idx3-ubyte.*it is cut off/],
    ['an empty file', TRAIN_FILE, () => Buffer.alloc(0), /train-images-idx3-ubyte.*0 bytes/],
    ['the magic number of labels', TRAIN_FILE, () => withMagic(0x0801), /magic number is 0x00000801/],
    [
      'a damaged gzip file',
      `${TRAIN_FILE}.gz`,
      () => gzipSync(train).fill(0, 2000, 3000),
      /train-images-idx3-ubyte\.gz/,
    ],
    [
      'a gzip file that is cut off',
      `${TRAIN_FILE}.gz`,
      () => gzipSync(train).subarray(0, 9000),
      /train-images-idx3-ubyte\.gz/,
    ],
    ['images of another size', TRAIN_FILE, otherSize, /images of 14×56 pixels, but the model takes 28×28/],
  ])('%s', async (what, file, bytes, says) => {
    const dir = workspace.folder(`data-${what.replaceAll(' ', '-')}`);
    writeFileSync(join(dir, file), bytes());
    copyFileSync(join(dataDir, TEST_FILE), join(dir, TEST_FILE));
    const out = workspace.path(`out-${what.replaceAll(' ', '-')}`);
    await expectRefusal('coordinator', [`--data-dir=${dir}`, `--out=${out}`], { code: 1, says });
  });

  test('a folder without the files; the same --out serves once the mistake is mended', async () => {
    const out = workspace.path('mended');
    const says = /--data-dir: there is no file train-images-idx3-ubyte/;
    await expectRefusal('coordinator', ['--data-dir=/nowhere', `--out=${out}`], { code: 1, says });
    const mended = start('coordinator', workspace.args(out, '--workers=1', '--max-steps=1'));
    expect(await mended.ended(), mended.output).toEqual({ code: 0, signal: null });
  });

  function withMagic(magic: number): Buffer {
    const bytes = Buffer.from(train);
    bytes.writeUInt32BE(magic, 0);
    return bytes;
  }

  function otherSize(): Buffer {
    const bytes = Buffer.from(train);
    bytes.writeUInt32BE(14, 8);
    bytes.writeUInt32BE(56, 12);
    return bytes;
  }
});
