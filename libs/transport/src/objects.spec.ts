import { sha256Hex } from '@lockstep/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import { connectNats } from './connection.js';
import { DamagedObjectError, NoJetStreamError } from './errors.js';
import { ObjectBucket } from './objects.js';
import { StateBucket } from './state.js';
import { TestServer } from '@lockstep/native/testing';
import { useServer } from './testing/server.js';

const SILENCE_TIMEOUT_MS = 300;
/** More than two of the client's chunks of 128 KiB, and not a multiple. */
const LARGE = Uint8Array.from({ length: 300_001 }, (_, i) => (Math.imul(i, 0x9e37_79b1) >>> 11) & 0xff);

const LARGE_SHA256 = sha256Hex(LARGE);

const nats = useServer(1, '-js');
let bucket: ObjectBucket;
let name: string;
let count = 0;
beforeEach(async () => {
  name = `bucket_${count++}`;
  bucket = await ObjectBucket.open(nats.connection, name, SILENCE_TIMEOUT_MS);
});

function same(a: Uint8Array | undefined, b: Uint8Array): boolean {
  return a !== undefined && Buffer.compare(a, b) === 0;
}

/** Removes one or all of the chunks of the bucket's only object directly from its stream. */
async function loseChunks(which: 'first' | 'all'): Promise<void> {
  const manager = await nats.connection.jetstreamManager();
  if (which === 'first') await manager.streams.deleteMessage(`OBJ_${name}`, 1);
  else await manager.streams.purge(`OBJ_${name}`, { filter: `$O.${name}.C.>` });
}

async function messagesHeld(): Promise<number> {
  const { state } = await (await nats.connection.jetstreamManager()).streams.info(`OBJ_${name}`);
  return state.messages;
}

describe('a bucket of objects', () => {
  it('returns objects of any size', async () => {
    for (const bytes of [new Uint8Array(), Uint8Array.of(0, 255), LARGE]) {
      await bucket.put(`of ${bytes.byteLength} bytes/ü`, bytes);
      expect(same(await bucket.get(`of ${bytes.byteLength} bytes/ü`), bytes)).toBe(true);
    }
    expect((await bucket.list()).sort()).toEqual(['of 0 bytes/ü', 'of 2 bytes/ü', 'of 300001 bytes/ü']);
  });

  it('puts an object while the server restarts', async () => {
    const connection = await connectNats({ url: nats.server.url, name: 'put' });
    const put = (await ObjectBucket.open(connection, name)).put('a', LARGE);
    await nats.server.kill();
    await nats.server.launch();
    await put;
    expect(same(await bucket.get('a'), LARGE)).toBe(true);
    await connection.close();
  });

  it('replaces an object', async () => {
    await bucket.put('a', LARGE);
    await bucket.put('a', Uint8Array.of(1));
    expect(same(await bucket.get('a'), Uint8Array.of(1))).toBe(true);
    expect(await bucket.list()).toEqual(['a']);
  });

  it('keeps no messages of removed objects', async () => {
    await bucket.put('kept', LARGE);
    const held = await messagesHeld();
    for (let count = 0; count < 5; count++) {
      await bucket.put(`step-${count}?ü~/a`, LARGE);
      await bucket.remove(`step-${count}?ü~/a`);
    }
    expect(await messagesHeld()).toBe(held);
    expect(await bucket.list()).toEqual(['kept']);
  });

  it('no longer returns removed objects, and ignores removing them again', async () => {
    expect(await bucket.list()).toEqual([]);
    expect(await bucket.get('a')).toBeUndefined();
    await bucket.remove('a');
    await bucket.put('a', LARGE);
    await bucket.remove('a');
    await bucket.remove('a');
    expect(await bucket.get('a')).toBeUndefined();
    expect(await bucket.list()).toEqual([]);
    await bucket.put('a', LARGE);
    expect(same(await bucket.get('a'), LARGE)).toBe(true);
  });

  it('is shared between connections', async () => {
    await bucket.put('a', LARGE);
    const other = await connectNats({ url: nats.server.url, name: 'other' });
    expect(same(await (await ObjectBucket.open(other, name)).get('a'), LARGE)).toBe(true);
    await other.close();
  });
});

describe('objects by their hash', () => {
  it('are put once', async () => {
    expect(await bucket.putByHash(LARGE)).toBe(LARGE_SHA256);
    const sequence = async () =>
      (await (await nats.connection.jetstreamManager()).streams.info(`OBJ_${name}`)).state.last_seq;
    const before = await sequence();
    expect(await bucket.putByHash(LARGE)).toBe(LARGE_SHA256);
    expect(await sequence()).toBe(before);
    expect(same(await bucket.getByHash(LARGE_SHA256), LARGE)).toBe(true);
  });

  it('are refused when they are missing', async () => {
    await expect(bucket.getByHash('0'.repeat(64))).rejects.toThrow(DamagedObjectError);
    await bucket.putByHash(LARGE);
    await bucket.remove(LARGE_SHA256);
    await expect(bucket.getByHash(LARGE_SHA256)).rejects.toThrow('is not in the object store');
  });

  it('are refused when their bytes differ, and repaired by the next put', async () => {
    const other = Uint8Array.from(LARGE);
    other[LARGE.length - 1]! ^= 1;
    await bucket.put(LARGE_SHA256, other);
    await expect(bucket.getByHash(LARGE_SHA256)).rejects.toThrow(DamagedObjectError);
    await expect(bucket.getByHash(LARGE_SHA256)).rejects.toThrow(sha256Hex(other).slice(0, 12));
    await bucket.putByHash(LARGE);
    expect(same(await bucket.getByHash(LARGE_SHA256), LARGE)).toBe(true);
  });

  it.each(['first', 'all'] as const)('are refused after a timeout when chunks are lost: %s', async (which) => {
    await bucket.putByHash(LARGE);
    await loseChunks(which);
    const startedMs = performance.now();
    await expect(bucket.getByHash(LARGE_SHA256)).rejects.toThrow(DamagedObjectError);
    expect(performance.now() - startedMs).toBeLessThan(SILENCE_TIMEOUT_MS + 2000);
    await bucket.putByHash(LARGE);
    expect(same(await bucket.getByHash(LARGE_SHA256), LARGE)).toBe(true);
  });
});

describe('a server without JetStream', () => {
  it('is reported with its address', async () => {
    const plain = await TestServer.start();
    const connected = await connectNats({ url: plain.url, name: 'spec' });
    for (const open of [ObjectBucket.open(connected, 'b'), StateBucket.open(connected, 'b')]) {
      const failure = await open.catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(NoJetStreamError);
      expect((failure as Error).message).toContain(`127.0.0.1:${plain.port} has no JetStream`);
    }
    await connected.close();
    await plain.end();
  });
});
