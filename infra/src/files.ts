/** Files with secrets. They are private to their owner from their creation on. */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { UsageError } from '@lockstep/cli';

/** @throws UsageError when the folder exists, because it may contain keys */
export async function newSecretFolder(dir: string): Promise<void> {
  try {
    await mkdir(dir, { mode: 0o700 });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new UsageError(`--out: the parent of ${dir} does not exist: make it first`);
    if (code !== 'EEXIST') throw cause;
    throw new UsageError(`--out: ${dir} exists and may contain keys: give another folder, or remove it`);
  }
}

export async function secretFolder(dir: string): Promise<void> {
  await mkdir(dir, { mode: 0o700 });
}

export async function writeSecret(path: string, text: string): Promise<void> {
  await writeFile(path, text, { mode: 0o600, flag: 'wx' });
}

/** Replaces a file atomically. */
export async function replaceSecret(path: string, text: string): Promise<void> {
  await writeSecret(`${path}.new`, text);
  await rename(`${path}.new`, path);
}
