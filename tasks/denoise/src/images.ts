/** Reads image files in IDX format, plain or gzipped. */
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { IdxFormatError } from './errors.js';
import { parseIdxImages, type ImageSet } from './idx.js';

/** Larger than any data set for this model. The limit keeps a small file from unpacking into all memory. */
const MAX_UNPACKED_BYTES = 1024 * 1024 * 1024;

/**
 * Reads a file.
 * @throws IdxFormatError, or the operating system's error if the file cannot be read
 */
export async function readImages(path: string): Promise<ImageSet> {
  return decodeImages(await readFile(path), path);
}

/**
 * Unpacks and parses the bytes of a file.
 * @param where name of the file, for errors
 * @throws IdxFormatError
 */
export async function decodeImages(
  bytes: Uint8Array,
  where: string,
  maxUnpackedBytes = MAX_UNPACKED_BYTES,
): Promise<ImageSet> {
  return parseIdxImages(isGzip(bytes) ? await unpack(bytes, where, maxUnpackedBytes) : bytes, where);
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

async function unpack(bytes: Uint8Array, where: string, maxOutputLength: number): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new IdxFormatError(where, `it cannot be unpacked (${reason})`, { cause });
  }
}
