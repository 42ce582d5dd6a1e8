/**
 * Files that are either complete or absent: hashes, records of files, and folders that one rename puts in place.
 *
 * A record has the size, modification time and SHA-256 of a file. A check compares size and time by `stat`, because hashing a
 * library of 800 MB at every start takes too long, and hashes only files whose time differs. It does not detect a disk
 * that changes bytes without changing the time.
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

const DOWNLOAD_REMEDY = 'Try again, or check the proxies and mirrors between this machine and the source.';

/** @throws HashMismatchError unless the file exists and has the expected SHA-256 */
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

/** The first recorded file that is missing or has another size or time. Does not read files. */
export function firstChanged(root: string, records: readonly FileState[]): string | undefined {
  return records.find(({ path, sizeBytes, modifiedMs }) => {
    const found = statSync(join(root, path), { throwIfNoEntry: false });
    return found?.size !== sizeBytes || found.mtimeMs !== modifiedMs;
  })?.path;
}

/** The first recorded file whose content differs. Hashes only files whose time differs. */
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
 * Fills a new folder and renames it to `target`, so that no process sees a half-filled one. It replaces an earlier folder. When
 * another process does the same at the same time, the folder of one of them remains.
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
 * A new folder on the same file system as `target`, so that a rename between them is atomic. Removes folders that killed
 * processes left more than a day ago.
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
  // Not mkdtemp, whose folders are private, because other users may share node_modules and the cache.
  const folder = join(parent, `${TEMPORARY_PREFIX}${randomUUID()}`);
  await mkdir(folder);
  return folder;
}

/** @throws DiskSpaceError unless the file system of a folder has enough free space */
export async function requireDiskSpace(folder: string, what: string, neededBytes: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < neededBytes) throw new DiskSpaceError(folder, what, neededBytes, bavail * bsize);
}

function ignoreAbsent(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
