/** Files of images that are damaged, missing or different from those of the run to resume. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { TEST_FILE, TRAIN_FILE } from './harness/dataset.js';
import { dataFolder, denoise } from './harness/experiment.js';
import { start, succeeds } from './harness/programs.js';
import { expectRefusal } from './harness/refusal.js';
import { checkpointsOf } from './harness/run-folder.js';
import { Workspace } from './harness/workspace.js';

const workspace = new Workspace(await denoise());
const dataDir = await dataFolder();
const train = readFileSync(join(dataDir, TRAIN_FILE));

/** A folder of data with this file of training images. */
function folderWith(file: string, bytes: Uint8Array): string {
  const dir = workspace.folder(`data-${file}-${bytes.byteLength}`);
  writeFileSync(join(dir, file), bytes);
  copyFileSync(join(dataDir, TEST_FILE), join(dir, TEST_FILE));
  return dir;
}

test.each<[string, string, () => Uint8Array, RegExp]>([
  ['a truncated file', TRAIN_FILE, () => train.subarray(0, 5000), /train-images-idx3-ubyte.*it is cut off/],
  ['a damaged gzip file', `${TRAIN_FILE}.gz`, () => gzipSync(train).fill(0, 2000, 3000), /train-images-idx3-ubyte\.gz/],
])('%s', async (_, file, bytes, says) => {
  const args = ['--task=denoise', `--data-dir=${folderWith(file, bytes())}`, `--out=${workspace.path('never')}`];
  await expectRefusal('coordinator', args, { code: 1, says });
});

test('a folder without the files; --out can be used after the correction; --resume with other images', async () => {
  const out = workspace.path('corrected');
  await expectRefusal('coordinator', ['--task=denoise', '--data-dir=/nowhere', `--out=${out}`], {
    code: 1,
    says: /--data-dir: there is no file train-images-idx3-ubyte/,
  });
  await succeeds(start('coordinator', workspace.args(out, '--workers=1', '--max-steps=1')));
  const before = checkpointsOf(out);
  const other = Buffer.from(train).fill(7, 16, 800);
  await expectRefusal(
    'coordinator',
    ['--task=denoise', `--resume=${out}`, `--data-dir=${folderWith(TRAIN_FILE, other)}`],
    {
      code: 2,
      says: /--resume: the run was trained on other data/,
    },
  );
  expect(checkpointsOf(out)).toEqual(before);
});
