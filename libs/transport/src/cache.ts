/** A cache of objects on this machine's disk, by hash. Objects are fetched once and verified at each use. */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Hex, type DataFile } from '@lockstep/protocol';
import type { ObjectBucket } from './objects.js';

/**
 * Returns the path of an object in the cache. Fetches the object if it is missing or damaged.
 * @throws DamagedObjectError when the object store does not contain it or contains different bytes
 */
export async function cachedObject(bucket: ObjectBucket, directory: string, sha256: string): Promise<string> {
  const path = join(directory, sha256);
  const cached = await readFile(path).catch(() => undefined);
  if (cached && sha256Hex(cached) === sha256) return path;
  const bytes = await bucket.getByHash(sha256);
  await mkdir(directory, { recursive: true });
  // Several workers of one machine may fetch at once. Each writes its own file, and the last rename wins with equal bytes.
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, bytes);
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
  return path;
}

/**
 * Returns the paths of a run's data files in the cache, by name.
 * @throws DamagedObjectError when the object store does not contain one of them or contains different bytes
 */
export async function cachedFiles(
  bucket: ObjectBucket,
  directory: string,
  files: readonly DataFile[],
): Promise<Record<string, string>> {
  const paths = await Promise.all(files.map(({ sha256 }) => cachedObject(bucket, directory, sha256)));
  return Object.fromEntries(files.map(({ name }, i) => [name, paths[i]!]));
}
