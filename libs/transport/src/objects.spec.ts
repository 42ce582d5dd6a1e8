import { createHash } from 'node:crypto';
import type { NatsConnection } from 'nats';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectNats } from './connection.js';
import { DamagedObjectError, NoJetStreamError } from './errors.js';
import { ObjectBucket } from './objects.js';
import { StateBucket } from './state.js';
import { TestServer } from '@lockstep/native/testing';

const SILENCE_TIMEOUT_MS = 300;
/** More than two of the chunks that the client cuts objects into, and not a multiple of them. */
const LARGE = Uint8Array.from({ length: 300_001 }, (_, i) => (Math.imul(i, 0x9e37_79b1) >>> 11) & 0xff);

let server: TestServer;
let connection: NatsConnection;
let bucket: ObjectBucket;
let name: string;
let count = 0;
beforeAll(async () => {
  server = await TestServer.start('-js');
  connection = await connectNats({ url: server.url, name: 'spec' });
});
beforeEach(async () => {
  name = `bucket_${count++}`;
  bucket = await ObjectBucket.open(connection, name, SILENCE_TIMEOUT_MS);
});
afterAll(async () => {
  await connection.close();
  await server.end();
});

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function same(a: Uint8Array | undefined, b: Uint8Array): boolean {
  return a !== undefined && Buffer.compare(a, b) === 0;
}

/** Removes one of the chunks of the bucket's only object, or all of them, behind the object store's back. */
async function loseChunks(which: 'first' | 'all'): Promise<void> {
  const manager = await connection.jetstreamManager();
  if (which === 'first') await manager.streams.deleteMessage(`OBJ_${name}`, 1);
  else await manager.streams.purge(`OBJ_${name}`, { filter: `$O.${name}.C.>` });
}

async function messagesHeld(): Promise<number> {
  const { state } = await (await connection.jetstreamManager()).streams.info(`OBJ_${name}`);
  return state.messages;
}

describe('a bucket of objects', () => {
  it('gives back what was put, whatever its size', async () => {
    for (const bytes of [new Uint8Array(), Uint8Array.of(0, 255), LARGE]) {
      await bucket.put(`of ${bytes.byteLength} bytes/ü`, bytes);
      expect(same(await bucket.get(`of ${bytes.byteLength} bytes/ü`), bytes)).toBe(true);
    }
    expect((await bucket.list()).sort()).toEqual(['of 0 bytes/ü', 'of 2 bytes/ü', 'of 300001 bytes/ü']);
  });

  it('puts an object all the same when the server dies meanwhile and comes back', async () => {
    const connectionOfItsOwn = await connectNats({ url: server.url, name: 'put' });
    const put = (await ObjectBucket.open(connectionOfItsOwn, name)).put('a', LARGE);
    await server.kill();
    await server.launch();
    await put;
    expect(same(await bucket.get('a'), LARGE)).toBe(true);
    await connectionOfItsOwn.close();
  });

  it('puts over what was there', async () => {
    await bucket.put('a', LARGE);
    await bucket.put('a', Uint8Array.of(1));
    expect(same(await bucket.get('a'), Uint8Array.of(1))).toBe(true);
    expect(await bucket.list()).toEqual(['a']);
  });

  it('holds nothing of what was removed, so that it does not grow with all that ever was in it', async () => {
    await bucket.put('kept', LARGE);
    const held = await messagesHeld();
    for (let count = 0; count < 5; count++) {
      await bucket.put(`step-${count}?ü~/a`, LARGE);
      await bucket.remove(`step-${count}?ü~/a`);
    }
    expect(await messagesHeld()).toBe(held);
    expect(await bucket.list()).toEqual(['kept']);
  });

  it('forgets what was removed, and does not mind removing it again', async () => {
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

  it('is there for others, and after it was opened again', async () => {
    await bucket.put('a', LARGE);
    const other = await connectNats({ url: server.url, name: 'other' });
    expect(same(await (await ObjectBucket.open(other, name)).get('a'), LARGE)).toBe(true);
    await other.close();
  });
});

describe('objects by their hash', () => {
  it('are put once', async () => {
    expect(await bucket.putByHash(LARGE)).toBe(sha256(LARGE));
    const sequence = async () =>
      (await (await connection.jetstreamManager()).streams.info(`OBJ_${name}`)).state.last_seq;
    const before = await sequence();
    expect(await bucket.putByHash(LARGE)).toBe(sha256(LARGE));
    expect(await sequence()).toBe(before);
    expect(same(await bucket.getByHash(sha256(LARGE)), LARGE)).toBe(true);
  });

  it('are refused when they are missing', async () => {
    await expect(bucket.getByHash('0'.repeat(64))).rejects.toThrow(DamagedObjectError);
    await bucket.putByHash(LARGE);
    await bucket.remove(sha256(LARGE));
    await expect(bucket.getByHash(sha256(LARGE))).rejects.toThrow('is not in the object store');
  });

  it('are refused when they are others, and put right by the next who has them', async () => {
    const other = Uint8Array.from(LARGE);
    other[LARGE.length - 1]! ^= 1;
    await bucket.put(sha256(LARGE), other);
    await expect(bucket.getByHash(sha256(LARGE))).rejects.toThrow(DamagedObjectError);
    await expect(bucket.getByHash(sha256(LARGE))).rejects.toThrow(sha256(other).slice(0, 12));
    await bucket.putByHash(LARGE);
    expect(same(await bucket.getByHash(sha256(LARGE)), LARGE)).toBe(true);
  });

  it.each(['first', 'all'] as const)('are refused, not waited for, when they lost a part: %s', async (which) => {
    await bucket.putByHash(LARGE);
    await loseChunks(which);
    const startedMs = performance.now();
    await expect(bucket.getByHash(sha256(LARGE))).rejects.toThrow(DamagedObjectError);
    expect(performance.now() - startedMs).toBeLessThan(SILENCE_TIMEOUT_MS + 2000);
    await bucket.putByHash(LARGE);
    expect(same(await bucket.getByHash(sha256(LARGE)), LARGE)).toBe(true);
  });
});

describe('a server without JetStream', () => {
  it('is named', async () => {
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
