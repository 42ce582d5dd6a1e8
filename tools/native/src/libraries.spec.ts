import { existsSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LibraryDirectoryError } from './errors.js';
import { recordFiles } from './files.js';
import { cachedLibraries, libraryId, userLibraries } from './libraries.js';
import { recordingReporter, temporaryFolder } from './testing/temporary.js';

const headers = { 'include/tensorflow/c/c_api.h': '', 'include/tensorflow/c/eager/c_api.h': '' };

describe('a folder of the user', () => {
  it('is refused with the names of the missing files', async () => {
    const empty = userLibraries(temporaryFolder());
    await expect(empty).rejects.toThrow(LibraryDirectoryError);
    await expect(empty).rejects.toThrow(
      /libtensorflow_cc\.so\.2 or libtensorflow\.so\.2 .* libtensorflow_framework\.so\.2 .*c_api\.h/,
    );
    const folder = temporaryFolder({ 'lib/libtensorflow_cc.so.2': 'cc', ...headers });
    await expect(userLibraries(folder)).rejects.toThrow(/lacks libtensorflow_framework\.so\.2\./);
  });

  it('may hold lib/ and include/', async () => {
    const files = { 'lib/libtensorflow.so.2': 'c', 'lib/libtensorflow_framework.so.2': 'f' };
    const folder = temporaryFolder({ ...files, ...headers });
    const found = await userLibraries(folder);
    expect(found).toMatchObject({ libDir: join(folder, 'lib'), mainLibrary: 'libtensorflow.so.2' });
    expect(found.nvidiaDir).toBeUndefined();
    const other = temporaryFolder({ ...files, ...headers, 'lib/libtensorflow.so.2': 'another' });
    expect((await userLibraries(other)).id).not.toBe(found.id);
  });

  it('may be an installed Python package, with CUDA beside it', async () => {
    const files = { 'libtensorflow_cc.so.2': 'cc', 'libtensorflow_framework.so.2': 'f', ...headers };
    const inPackage = Object.fromEntries(
      Object.entries(files).map(([path, content]) => [`tensorflow/${path}`, content]),
    );
    const site = temporaryFolder({ ...inPackage, 'nvidia/cudnn/lib/libcudnn.so.9': '' });
    const found = await userLibraries(join(site, 'tensorflow'));
    expect(found).toMatchObject({ libDir: join(site, 'tensorflow'), nvidiaDir: join(site, 'nvidia') });
  });
});

describe('the cache', () => {
  async function filledCache(): Promise<{ cache: string; folder: string }> {
    const name = `tensorflow/${libraryId('cpu')}`;
    const cache = temporaryFolder({ [`${name}/lib/libtensorflow_cc.so.2`]: 'library' });
    const folder = join(cache, name);
    writeFileSync(join(folder, 'files.json'), JSON.stringify(await recordFiles(folder, ['lib/libtensorflow_cc.so.2'])));
    return { cache, folder };
  }

  it('is used when it is complete', async () => {
    const { cache, folder } = await filledCache();
    expect(await cachedLibraries(cache, 'cpu', recordingReporter())).toMatchObject({
      kind: 'cpu',
      libDir: join(folder, 'lib'),
    });
    expect(await cachedLibraries(cache, 'gpu', recordingReporter())).toBeUndefined();
  });

  it.each([
    ['a truncated library', (folder: string) => truncateSync(join(folder, 'lib/libtensorflow_cc.so.2'), 3)],
    ['an unreadable record', (folder: string) => writeFileSync(join(folder, 'files.json'), '[{')],
  ])('is removed with %s, with a message', async (_what, damage) => {
    const { cache, folder } = await filledCache();
    damage(folder);
    const reporter = recordingReporter();
    expect(await cachedLibraries(cache, 'cpu', reporter)).toBeUndefined();
    expect(reporter.lines.join()).toContain('is damaged');
    expect(existsSync(folder)).toBe(false);
  });
});

it('builds for CPUs and GPUs have different ids', () => {
  expect(libraryId('cpu')).toMatch(/^cpu-2\.21\.0-[0-9a-f]{12}$/);
  expect(libraryId('gpu')).toMatch(/^gpu-2\.21\.0-[0-9a-f]{12}$/);
});
