/** Files that hold secrets: nobody but their owner may read them, from the moment that they are there. */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { UsageError } from '@lockstep/cli';

/** @throws UsageError when there is something already: it may be all that remains of a key */
export async function newSecretFolder(dir: string): Promise<void> {
  try {
    await mkdir(dir, { mode: 0o700 });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new UsageError(`--out: ${dir} lies in a folder that is not there: make that first`);
    if (code !== 'EEXIST') throw cause;
    throw new UsageError(`--out: ${dir} is there already and may hold keys: name another folder, or remove it`);
  }
}

export async function secretFolder(dir: string): Promise<void> {
  await mkdir(dir, { mode: 0o700 });
}

export async function writeSecret(path: string, text: string): Promise<void> {
  await writeFile(path, text, { mode: 0o600, flag: 'wx' });
}

/** Whoever reads it meanwhile sees the old or the new one. */
export async function replaceSecret(path: string, text: string): Promise<void> {
  await writeSecret(`${path}.new`, text);
  await rename(`${path}.new`, path);
}
