import { copyFileSync, readlinkSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { addonPath, linkLibraries, requireAddonOrCompiler } from './addon.js';
import { LibraryDirectoryError, MissingToolError, SettingError } from './errors.js';
import { tensorFlowPackageDir } from './paths.js';
import { checkTensorFlow, ensureTensorFlow, installedTensorFlow, wantedTensorFlow } from './tensorflow.js';
import { recordingReporter, temporaryFolder } from './testing/temporary.js';

afterEach(() => vi.unstubAllEnvs());

/** A package folder before the setup. */
function freshPackage(): string {
  const folder = temporaryFolder();
  copyFileSync(join(tensorFlowPackageDir(), 'package.json'), join(folder, 'package.json'));
  return folder;
}

describe('the wanted build', () => {
  it('depends on the GPU unless the user chooses', () => {
    expect(wantedTensorFlow({}, () => true)).toEqual({ kind: 'gpu' });
    expect(wantedTensorFlow({}, () => false)).toEqual({ kind: 'cpu' });
    expect(wantedTensorFlow({ LOCKSTEP_TENSORFLOW: 'cpu' }, () => true)).toEqual({ kind: 'cpu' });
    expect(wantedTensorFlow({ LOCKSTEP_TENSORFLOW_DIR: '/tf/' }, () => false)).toEqual({
      kind: 'cpu',
      directory: '/tf',
    });
  });

  it('is refused when its name is unknown', () => {
    expect(() => wantedTensorFlow({ LOCKSTEP_TENSORFLOW: 'tpu' })).toThrow(SettingError);
    expect(() => wantedTensorFlow({ LOCKSTEP_TENSORFLOW: 'tpu' })).toThrow(
      /LOCKSTEP_TENSORFLOW is "tpu"; expected auto, cpu or gpu/,
    );
  });
});

describe('in this workspace', () => {
  it('TensorFlow is ready, and a check takes less than 50 ms', () => {
    checkTensorFlow();
    const startMs = performance.now();
    const check = checkTensorFlow();
    expect(performance.now() - startMs).toBeLessThan(50);
    expect(check).toMatchObject({ ready: true });
  });

  it('a fresh package is set up from the cache, and set up again when its addon is damaged', async () => {
    const packageFolder = freshPackage();
    const options = { packageFolder, reporter: recordingReporter() };
    expect(checkTensorFlow(options)).toMatchObject({ ready: false, reason: 'it has not been set up' });
    expect(installedTensorFlow(packageFolder)).toBeUndefined();
    const installed = await ensureTensorFlow(options);
    expect(installed.version).toMatch(/^\d+\.\d+\.\d+/);
    expect(checkTensorFlow(options)).toEqual({ ready: true, installed });
    expect(installedTensorFlow(packageFolder)).toMatchObject(installed);

    truncateSync(join(packageFolder, addonPath(packageFolder)), 100);
    expect(checkTensorFlow(options)).toMatchObject({
      ready: false,
      reason: expect.stringMatching(/tfjs_binding\.node is missing or was changed/),
    });
    await ensureTensorFlow(options);
    rmSync(join(packageFolder, 'deps/lib/libtensorflow_framework.so.2'));
    expect(checkTensorFlow(options)).toMatchObject({
      ready: false,
      reason: expect.stringMatching(/libtensorflow_framework/),
    });
    await ensureTensorFlow(options);

    const mistaken = { ...options, env: { LOCKSTEP_TENSORFLOW_DIR: temporaryFolder() } };
    await expect(ensureTensorFlow(mistaken)).rejects.toThrow(LibraryDirectoryError);
    expect(checkTensorFlow(options)).toEqual({ ready: true, installed });

    const elsewhere = { ...options, env: { LOCKSTEP_TENSORFLOW_DIR: '/elsewhere' } };
    expect(checkTensorFlow(elsewhere)).toMatchObject({ ready: false, reason: expect.stringMatching(/another folder/) });
    const other = installed.kind === 'gpu' ? 'cpu' : 'gpu';
    expect(checkTensorFlow({ ...options, env: { LOCKSTEP_TENSORFLOW: other } })).toMatchObject({ ready: false });
  });
});

it('a folder of the user without the libraries is an error', async () => {
  const env = { LOCKSTEP_TENSORFLOW_DIR: temporaryFolder() };
  const setUp = ensureTensorFlow({ env, packageFolder: freshPackage(), reporter: recordingReporter() });
  await expect(setUp).rejects.toThrow(LibraryDirectoryError);
});

it("CUDA's libraries are linked where the loader looks for them", async () => {
  const packageFolder = freshPackage();
  const libraries = {
    id: 'x',
    kind: 'gpu',
    libDir: '/tf/lib',
    includeDir: '/tf/include',
    mainLibrary: 'libtensorflow_cc.so.2',
  } as const;
  await linkLibraries(packageFolder, { ...libraries, nvidiaDir: '/tf/nvidia' });
  const target = (path: string): string => readlinkSync(join(packageFolder, 'deps', path));
  expect(target('nvidia')).toBe('/tf/nvidia');
  expect(target('lib/libtensorflow_cc.so.2')).toBe('/tf/lib/libtensorflow_cc.so.2');
  expect(target('lib/libtensorflow.so')).toBe('libtensorflow_cc.so.2');
  await linkLibraries(packageFolder, libraries);
  expect(() => target('nvidia')).toThrow(/ENOENT/);
});

it('a missing compiler is an error before the download', () => {
  vi.stubEnv('PATH', temporaryFolder());
  vi.stubEnv('CXX', '');
  const ask = (): void => requireAddonOrCompiler(tensorFlowPackageDir(), { id: 'none' }, temporaryFolder());
  expect(ask).toThrow(MissingToolError);
  expect(ask).toThrow(/C\+\+ compiler is missing.*apt-get install g\+\+ make python3/);
  vi.stubEnv('PATH', temporaryFolder({ 'g++': '' }));
  expect(ask).toThrow(/make is missing/);
});
