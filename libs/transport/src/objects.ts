/** The run's object store: datasets and checkpoints, in buckets of their own. */
import { createHash } from 'node:crypto';
import type { NatsConnection, ObjectStore } from 'nats';
import { DamagedObjectError, NoJetStreamError } from './errors.js';
import { serverName } from './connection.js';

/** A bucket of named byte strings. */
export class ObjectBucket {
  private constructor(private readonly store: ObjectStore) {}

  /** Opens a bucket; makes it when it is not there and the credentials allow it. @throws NoJetStreamError */
  static async open(connection: NatsConnection, bucket: string): Promise<ObjectBucket> {
    try {
      return new ObjectBucket(await connection.jetstream().views.os(bucket));
    } catch (cause) {
      throw jetStreamError(connection, cause);
    }
  }

  async put(name: string, bytes: Uint8Array): Promise<void> {
    await this.store.putBlob({ name }, bytes);
  }

  async get(name: string): Promise<Uint8Array | undefined> {
    return (await this.store.getBlob(name)) ?? undefined;
  }

  async list(): Promise<string[]> {
    return (await this.store.list()).filter(({ deleted }) => !deleted).map(({ name }) => name);
  }

  async remove(name: string): Promise<void> {
    await this.store.delete(name);
  }

  /** Puts bytes under their SHA-256, unless they are already there. Returns the hash. */
  async putByHash(bytes: Uint8Array): Promise<string> {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const info = await this.store.info(sha256);
    if (info === null || info.deleted || info.size !== bytes.byteLength) await this.put(sha256, bytes);
    return sha256;
  }

  /** Gets bytes by their SHA-256. @throws DamagedObjectError when they are missing or are not the ones named */
  async getByHash(sha256: string): Promise<Uint8Array> {
    const bytes = await this.get(sha256);
    if (!bytes) throw new DamagedObjectError(`the object ${sha256.slice(0, 12)}… is not in the object store`);
    const actual = createHash('sha256').update(bytes).digest('hex');
    if (actual !== sha256) {
      throw new DamagedObjectError(`the object ${sha256.slice(0, 12)}… has the SHA-256 ${actual.slice(0, 12)}…: it is damaged`);
    }
    return bytes;
  }
}

/** "No responders" on a JetStream call means that the server has none. */
export function jetStreamError(connection: NatsConnection, cause: unknown): unknown {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const none = code === '503' || (cause instanceof Error && /jetstream not enabled/i.test(cause.message));
  return none ? new NoJetStreamError(serverName(connection.getServer()), { cause }) : cause;
}
