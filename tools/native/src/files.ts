/**
 * Files that must be whole or absent: hashes, records of what was written, and folders that appear in one rename.
 *
 * A record keeps size, modification time and SHA-256 of a file. Asking whether a file is still the one recorded costs a
 * `stat`, since a library of 800 MB cannot be hashed at every start; the hash decides where size or time differ. What this
 * does not see is a disk that changes bytes without touching the file's time.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { mkdir, readdir, rename, rm, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { DiskSpaceError, HashMismatchError } from './errors.js';

export interface FileState {
  /** Relative to the folder that the record belongs to. */
  path: string;
  sizeBytes: number;
  modifiedMs: number;
}

export interface FileRecord extends FileState {
  sha256: string;
}

export async function sha256File(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}

const DOWNLOAD_REMEDY = 'Try again, or look at what lies between this machine and the source.';

/** Throws {@link HashMismatchError} unless the file is there and its SHA-256 is the pinned one. */
export async function requireSha256(
  file: string,
  expected: string,
  what: string,
  remedy = DOWNLOAD_REMEDY,
): Promise<void> {
  const actual = existsSync(file) ? await sha256File(file) : 'none (there is no such file)';
  if (actual !== expected) throw new HashMismatchError(what, expected, actual, remedy);
}

export function stateOf(root: string, path: string): FileState {
  const { size, mtimeMs } = statSync(join(root, path));
  return { path, sizeBytes: size, modifiedMs: mtimeMs };
}

export async function recordFiles(root: string, paths: readonly string[]): Promise<FileRecord[]> {
  const records: FileRecord[] = [];
  for (const path of paths) records.push({ ...stateOf(root, path), sha256: await sha256File(join(root, path)) });
  return records;
}

/** The first recorded file that is gone or has another size or time, by `stat` alone. */
export function firstChanged(root: string, records: readonly FileState[]): string | undefined {
  return records.find(({ path, sizeBytes, modifiedMs }) => {
    const found = statSync(join(root, path), { throwIfNoEntry: false });
    return found?.size !== sizeBytes || found.mtimeMs !== modifiedMs;
  })?.path;
}

/** The first recorded file whose content is not the recorded one; hashes only those whose time changed. */
export async function firstDamaged(root: string, records: readonly FileRecord[]): Promise<string | undefined> {
  for (const record of records) {
    if (firstChanged(root, [record]) === undefined) continue;
    const file = join(root, record.path);
    const found = statSync(file, { throwIfNoEntry: false });
    if (found?.size !== record.sizeBytes || (await sha256File(file)) !== record.sha256) return record.path;
  }
  return undefined;
}

/**
 * Fills a new folder and puts it at `target` in one rename, so that nobody ever sees half of it. What lay there before is
 * replaced; where another process was faster, its folder is as good as ours.
 */
export async function replaceFolder(target: string, fill: (folder: string) => Promise<void>): Promise<void> {
  const folder = await temporaryBeside(target);
  try {
    await fill(folder);
    const old = await temporaryBeside(target);
    await rename(target, join(old, 'old')).catch(ignoreAbsent);
    await rename(folder, target).catch((error: unknown) => {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
    });
    await rm(old, { recursive: true, force: true });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const TEMPORARY_PREFIX = '.tmp-';
const ABANDONED_AFTER_MS = 24 * 3600 * 1000;

/**
 * A fresh folder on the same file system as `target`, so that renaming between the two is atomic. Removes those that killed
 * processes left behind a day ago or earlier.
 */
export async function temporaryBeside(target: string): Promise<string> {
  const parent = dirname(target);
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    if (!name.startsWith(TEMPORARY_PREFIX)) continue;
    const found = statSync(join(parent, name), { throwIfNoEntry: false });
    if (found && Date.now() - found.mtimeMs > ABANDONED_AFTER_MS)
      await rm(join(parent, name), { recursive: true, force: true });
  }
  // Not mkdtemp, whose folders only their owner may enter: node_modules and the cache may serve other users.
  const folder = join(parent, `${TEMPORARY_PREFIX}${randomUUID()}`);
  await mkdir(folder);
  return folder;
}

/** Throws {@link DiskSpaceError} unless the file system of a folder has room. */
export async function requireDiskSpace(folder: string, what: string, neededBytes: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < neededBytes) throw new DiskSpaceError(folder, what, neededBytes, bavail * bsize);
}

function ignoreAbsent(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
