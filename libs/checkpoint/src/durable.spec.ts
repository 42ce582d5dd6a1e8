import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { isTemporaryName, makeFolder, temporaryName, writeFileAtomic } from './durable.js';
import { FileWriteError } from './errors.js';
import { temporaryFolder } from './testing/sample.js';

let dir: string;
beforeEach(async () => {
  dir = await temporaryFolder();
});
afterEach(() => rm(dir, { recursive: true, force: true }));

describe('writeFileAtomic', () => {
  it('creates and replaces a file and leaves no other file', async () => {
    const path = join(dir, 'summary.json');
    await writeFileAtomic(path, 'é');
    expect(await readFile(path, 'utf8')).toBe('é');
    await writeFileAtomic(path, Uint8Array.of(0, 255));
    expect([...(await readFile(path))]).toEqual([0, 255]);
    expect(await readdir(dir)).toEqual(['summary.json']);
  });

  it('reports when a folder of the path is a file', async () => {
    await writeFile(join(dir, 'file'), '');
    const failure = writeFileAtomic(join(dir, 'file', 'summary.json'), 'x');
    await expect(failure).rejects.toThrow(FileWriteError);
    await expect(failure).rejects.toMatchObject({ code: 'ENOTDIR', message: expect.stringContaining('is a file') });
  });

  it('leaves no temporary file when the rename fails', async () => {
    await mkdir(join(dir, 'taken', 'by-a-folder'), { recursive: true });
    await expect(writeFileAtomic(join(dir, 'taken'), 'x')).rejects.toThrow(FileWriteError);
    expect(await readdir(dir)).toEqual(['taken']);
  });
});

describe('temporary names', () => {
  it('are recognised and unique', () => {
    expect(temporaryName('a')).not.toBe(temporaryName('a'));
    expect(isTemporaryName(temporaryName('step-00000001'))).toBe(true);
    for (const name of ['step-00000001', '.step-00000001', '.gitignore', 'a.tmp-1-1']) {
      expect(isTemporaryName(name)).toBe(false);
    }
  });
});

it('makeFolder creates missing folders and accepts existing ones', async () => {
  const path = join(dir, 'a', 'b', 'c');
  await makeFolder(path);
  await makeFolder(path);
  expect(await readdir(join(dir, 'a', 'b'))).toEqual(['c']);
});
