/**
 * Writes that survive a crash at any moment. A file or folder is written and fsynced under a temporary name, then renamed, and then
 * its parent folder is fsynced. Without the first fsync the new name may have no content after a power failure. Without the last
 * fsync the rename may be lost.
 * Reference: T. Pillai et al., "All File Systems Are Not Created Equal", OSDI 2014.
 */
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import { FileWriteError } from './errors.js';

let temporaryCount = 0;

/** Returns a temporary name that is unique on this machine: `.<name>.tmp-<pid>-<count>`. */
export function temporaryName(name: string): string {
  temporaryCount += 1;
  return `.${name}.tmp-${process.pid}-${temporaryCount}`;
}

/** Reports whether {@link temporaryName} made this name. */
export function isTemporaryName(name: string): boolean {
  return /^\..+\.tmp-\d+-\d+$/.test(name);
}

/** Syncs to the disk: the content of a file, whichever process wrote it, or the names in a folder. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Creates a file, which must not exist. The content is not on the disk before {@link syncPath}. */
export async function writeNew(path: string, content: Uint8Array | string): Promise<void> {
  const handle = await open(path, 'wx');
  try {
    await handle.writeFile(content);
  } finally {
    await handle.close();
  }
}

/** Creates a folder and its missing ancestors, and syncs their names to the disk. */
export async function makeFolder(path: string): Promise<void> {
  if (await isFolder(path)) return;
  // mkdir with `recursive` reports ENOENT on a read-only file system (seen with Node 20), which hides the cause.
  const parent = dirname(resolve(path));
  await makeFolder(parent);
  try {
    await mkdir(path);
  } catch (error) {
    if (!(await isFolder(path))) throw error;
  }
  await syncPath(parent);
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** Removes a temporary file or folder after a failure. Ignores errors, because the caller reports the failure itself. */
export async function discard(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch(() => undefined);
}

/**
 * Replaces the file at `path` atomically. At any moment, and after a crash, the file has either the old or the new content. Text is
 * written as UTF-8.
 * @throws FileWriteError when the disk is full, read-only, ...; the old file is then unchanged and no temporary file remains
 */
export async function writeFileAtomic(path: string, content: Uint8Array | string): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, temporaryName(basename(path)));
  try {
    await writeNew(temporary, content);
    await syncPath(temporary);
    await rename(temporary, path);
    await syncPath(folder);
  } catch (cause) {
    await discard(temporary);
    throw new FileWriteError(path, `${path} could not be written`, cause);
  }
}
