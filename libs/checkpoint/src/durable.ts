/**
 * Writing that survives a crash at any moment. A file or folder is first written and fsynced under a temporary name, then
 * renamed, then the folder that holds the name is fsynced: without the last step the rename itself may be lost, without
 * the first the name may point to nothing.
 * Reference: T. Pillai et al., "All File Systems Are Not Created Equal", OSDI 2014.
 */
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import { FileWriteError } from './errors.js';

let temporaryCount = 0;

/** A name for something unfinished, which no other writer of this machine uses: `.<name>.tmp-<pid>-<count>`. */
export function temporaryName(name: string): string {
  temporaryCount += 1;
  return `.${name}.tmp-${process.pid}-${temporaryCount}`;
}

/** True for names made by `temporaryName`. */
export function isTemporaryName(name: string): boolean {
  return /^\..+\.tmp-\d+-\d+$/.test(name);
}

/** Waits until the names in a folder are on the disk. */
export async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Creates a file, which must not exist yet. Its content may be in memory only: see {@link syncFile}. */
export async function writeNew(path: string, content: Uint8Array | string): Promise<void> {
  const handle = await open(path, 'wx');
  try {
    await handle.writeFile(content);
  } finally {
    await handle.close();
  }
}

/** Waits until the content of a file is on the disk, whoever wrote it. */
export async function syncFile(path: string): Promise<void> {
  return syncFolder(path);
}

/** Creates a file, which must not exist yet, and waits until its content is on the disk. */
export async function writeSynced(path: string, content: Uint8Array | string): Promise<void> {
  const handle = await open(path, 'wx');
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Creates a folder and the missing ones above it, and waits until their names are on the disk. */
export async function makeFolder(path: string): Promise<void> {
  if (await isFolder(path)) return;
  // Not mkdir's own recursion: on a read-only file system it reports ENOENT (seen with Node 20).
  const parent = dirname(resolve(path));
  await makeFolder(parent);
  try {
    await mkdir(path);
  } catch (error) {
    if (!(await isFolder(path))) throw error;
  }
  await syncFolder(parent);
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** Removes a temporary file or folder on the way out of a failure, whose own error is the one worth reporting. */
export async function discard(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch(() => undefined);
}

/**
 * Replaces the file at `path` as one step: at any moment, and after a crash, there is either the old content or the new.
 * @param content text is written as UTF-8
 * @throws FileWriteError when the disk is full, read-only ...; the old file is then untouched and nothing is left behind
 */
export async function writeFileAtomic(path: string, content: Uint8Array | string): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, temporaryName(basename(path)));
  try {
    await writeSynced(temporary, content);
    await rename(temporary, path);
    await syncFolder(folder);
  } catch (cause) {
    await discard(temporary);
    throw new FileWriteError(path, `${path} could not be written`, cause);
  }
}
