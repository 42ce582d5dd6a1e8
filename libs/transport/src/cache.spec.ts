import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NatsConnection } from 'nats';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cachedObject } from './cache.js';
import { connectNats } from './connection.js';
import { DamagedObjectError } from './errors.js';
import { ObjectBucket } from './objects.js';
import { TestServer } from '@lockstep/native/testing';

const BYTES = Buffer.from('the bytes of a data set');
const SHA256 = createHash('sha256').update(BYTES).digest('hex');

let server: TestServer;
let connection: NatsConnection;
let bucket: ObjectBucket;
let directory: string;
let count = 0;
beforeAll(async () => {
  server = await TestServer.start('-js');
  connection = await connectNats({ url: server.url, name: 'spec' });
});
beforeEach(async () => {
  bucket = await ObjectBucket.open(connection, `bucket_${count}`);
  await bucket.putByHash(BYTES);
  directory = join(server.folder, `cache-${count++}`, 'datasets');
});
afterAll(async () => {
  await connection.close();
  await server.end();
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
    ['cut short', BYTES.subarray(0, 5)],
    ['empty', Buffer.alloc(0)],
  ])('fetches again what is %s', async (_name, damaged) => {
    const path = await cachedObject(bucket, directory, SHA256);
    writeFileSync(path, damaged);
    expect(await cachedObject(bucket, directory, SHA256)).toBe(path);
    expect(readFileSync(path)).toEqual(BYTES);
  });

  it('serves several who ask at once', async () => {
    const paths = await Promise.all(Array.from({ length: 5 }, () => cachedObject(bucket, directory, SHA256)));
    expect(new Set(paths).size).toBe(1);
    expect(readFileSync(paths[0]!)).toEqual(BYTES);
    expect(readdirSync(directory)).toEqual([SHA256]);
  });

  it('keeps nothing that the object store cannot vouch for', async () => {
    await bucket.put(SHA256, Buffer.from('something else'));
    await expect(cachedObject(bucket, directory, SHA256)).rejects.toThrow(DamagedObjectError);
    await bucket.remove(SHA256);
    await expect(cachedObject(bucket, directory, SHA256)).rejects.toThrow(DamagedObjectError);
    expect(() => readdirSync(directory)).toThrow('ENOENT');
  });

  it('says why when the disk does not take it, and leaves nothing behind', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lockstep-transport-'));
    writeFileSync(join(folder, 'file'), '');
    await expect(cachedObject(bucket, join(folder, 'file'), SHA256)).rejects.toThrow(/EEXIST|ENOTDIR/);
    expect(readdirSync(folder)).toEqual(['file']);
    rmSync(folder, { recursive: true });
  });
});
