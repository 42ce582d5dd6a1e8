import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256Hex } from '@lockstep/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import { cachedObject } from './cache.js';
import { DamagedObjectError } from './errors.js';
import { ObjectBucket } from './objects.js';
import { useServer } from './testing/server.js';

const BYTES = Buffer.from('the bytes of a data set');
const SHA256 = sha256Hex(BYTES);

const nats = useServer(1, '-js');
let bucket: ObjectBucket;
let directory: string;
let count = 0;
beforeEach(async () => {
  bucket = await ObjectBucket.open(nats.connection, `bucket_${count}`);
  await bucket.putByHash(BYTES);
  directory = join(nats.server.folder, `cache-${count++}`, 'datasets');
});

describe('the cache of objects', () => {
  it('fetches once', async () => {
    const path = await cachedObject(bucket, directory, SHA256);
    expect(readFileSync(path)).toEqual(BYTES);
    await bucket.remove(SHA256);
    expect(await cachedObject(bucket, directory, SHA256)).toBe(path);
    expect(readdirSync(directory)).toEqual([SHA256]);
  });

  it.each([
    ['changed', Buffer.from('the bytes of a data seT')],
    ['truncated', BYTES.subarray(0, 5)],
    ['empty', Buffer.alloc(0)],
  ])('fetches an object again whose file is %s', async (_name, damaged) => {
    const path = await cachedObject(bucket, directory, SHA256);
    writeFileSync(path, damaged);
    expect(await cachedObject(bucket, directory, SHA256)).toBe(path);
    expect(readFileSync(path)).toEqual(BYTES);
  });

  it('serves concurrent requests', async () => {
    const paths = await Promise.all(Array.from({ length: 5 }, () => cachedObject(bucket, directory, SHA256)));
    expect(new Set(paths).size).toBe(1);
    expect(readFileSync(paths[0]!)).toEqual(BYTES);
    expect(readdirSync(directory)).toEqual([SHA256]);
  });

  it('keeps no object whose hash differs or that is missing', async () => {
    await bucket.put(SHA256, Buffer.from('something else'));
    await expect(cachedObject(bucket, directory, SHA256)).rejects.toThrow(DamagedObjectError);
    await bucket.remove(SHA256);
    await expect(cachedObject(bucket, directory, SHA256)).rejects.toThrow(DamagedObjectError);
    expect(() => readdirSync(directory)).toThrow('ENOENT');
  });

  it('reports a failed write and leaves no file behind', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lockstep-transport-'));
    writeFileSync(join(folder, 'file'), '');
    await expect(cachedObject(bucket, join(folder, 'file'), SHA256)).rejects.toThrow(/EEXIST|ENOTDIR/);
    expect(readdirSync(folder)).toEqual(['file']);
    rmSync(folder, { recursive: true });
  });
});
