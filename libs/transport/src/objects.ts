/** The object store of runs, with one bucket for data files and a bucket of checkpoints per run. */
import { EventEmitter, once } from 'node:events';
import { sha256Hex } from '@lockstep/protocol';
import {
  DiscardPolicy,
  Events,
  NatsError,
  type NatsConnection,
  type ObjectResult,
  type ObjectStore,
  type StreamAPI,
} from 'nats';
import { DamagedObjectError, NoJetStreamError } from './errors.js';
import { serverName } from './connection.js';
import { withReplicas } from './replicas.js';

/** Long, because the client sends the whole object before it waits, and a server may sync each message before it acknowledges. */
const PUT_TIMEOUT_MS = 60_000;
const PUT_TRIES = 5;
const RECONNECT = 'reconnect';
/** Longer than the client takes to continue reading after a reconnect. */
const SILENCE_TIMEOUT_MS = 15_000;

/** JetStream's error code. */
const STREAM_NOT_FOUND = 10059;

/** A bucket of named byte strings. */
export class ObjectBucket {
  private readonly reconnects = new EventEmitter();

  private constructor(
    private readonly connection: NatsConnection,
    private readonly bucket: string,
    private readonly store: ObjectStore,
    private readonly silenceTimeoutMs: number,
  ) {
    void this.noteReconnects(connection);
  }

  /**
   * Opens a bucket. Creates it if it does not exist and the credentials allow it.
   * @param silenceTimeoutMs how long reading an object waits for its next bytes
   * @throws NoJetStreamError
   */
  static async open(
    connection: NatsConnection,
    bucket: string,
    silenceTimeoutMs = SILENCE_TIMEOUT_MS,
  ): Promise<ObjectBucket> {
    try {
      const open = (replicas: number) => openStore(connection, bucket, replicas);
      const store = await withReplicas(connection, open, () => undefined);
      return new ObjectBucket(connection, bucket, store, silenceTimeoutMs);
    } catch (cause) {
      throw jetStreamError(connection, cause);
    }
  }

  /** Stores an object. Sends it again after a reconnect, because the acknowledgements of the old connection are lost. */
  async put(name: string, bytes: Uint8Array): Promise<void> {
    for (let tries = 1; ; tries++) {
      const finished = new AbortController();
      const again = once(this.reconnects, RECONNECT, { signal: finished.signal }).then(() => 'again' as const);
      again.catch(() => undefined);
      const put = this.store.putBlob({ name }, bytes, { timeout: PUT_TIMEOUT_MS }).then(() => 'done' as const);
      // The client continues a put that was abandoned for another try, and its failure must not be an unhandled rejection.
      put.catch(() => undefined);
      try {
        if ((await Promise.race([put, again])) === 'done') return;
        if (tries === PUT_TRIES) return await put.then(() => undefined);
      } finally {
        finished.abort();
      }
    }
  }

  /**
   * Returns the bytes of an object, or undefined if there is no such object.
   * @throws DamagedObjectError when the bytes are incomplete or damaged, or stop arriving because the object is removed
   */
  async get(name: string): Promise<Uint8Array | undefined> {
    const object = await this.store.get(name);
    if (!object) return undefined;
    const [error, bytes] = await Promise.all([object.error, this.collect(name, object)]);
    if (error) throw error;
    return bytes;
  }

  async list(): Promise<string[]> {
    return (await this.store.list()).filter(({ deleted }) => !deleted).map(({ name }) => name);
  }

  /**
   * Removes an object. Also purges the tombstone that the client keeps for each removed object, because {@link list} would read all
   * tombstones.
   */
  async remove(name: string): Promise<void> {
    await this.store.delete(name);
    const { streams } = await this.connection.jetstreamManager({ checkAPI: false });
    await streams.purge(streamOf(this.bucket), { filter: `$O.${this.bucket}.M.${subjectToken(name)}` });
  }

  /** Stores bytes under their SHA-256 unless the bucket already contains them. Returns the hash. */
  async putByHash(bytes: Uint8Array): Promise<string> {
    const sha256 = sha256Hex(bytes);
    const held = await this.getByHash(sha256).catch((error: unknown) => {
      if (error instanceof DamagedObjectError) return undefined;
      throw error;
    });
    if (!held) await this.put(sha256, bytes);
    return sha256;
  }

  /** Returns the bytes with this SHA-256. @throws DamagedObjectError when they are missing or their hash differs */
  async getByHash(sha256: string): Promise<Uint8Array> {
    const bytes = await this.get(sha256);
    if (!bytes) throw new DamagedObjectError(`the object ${sha256.slice(0, 12)}… is not in the object store`);
    const actual = sha256Hex(bytes);
    if (actual !== sha256) {
      throw new DamagedObjectError(
        `the object ${sha256.slice(0, 12)}… has the SHA-256 ${actual.slice(0, 12)}…: it is damaged`,
      );
    }
    return bytes;
  }

  private async noteReconnects(connection: NatsConnection): Promise<void> {
    for await (const { type } of connection.status()) if (type === Events.Reconnect) this.reconnects.emit(RECONNECT);
  }

  /** Reads an object with a timeout, because the client waits forever for lost chunks. */
  private async collect(name: string, { data }: ObjectResult): Promise<Uint8Array> {
    const reader = data.getReader();
    const chunks: Uint8Array[] = [];
    let silent = false;
    let timer: NodeJS.Timeout | undefined;
    try {
      for (;;) {
        timer = setTimeout(() => {
          silent = true;
          void reader.cancel();
        }, this.silenceTimeoutMs);
        const { value } = await reader.read();
        clearTimeout(timer);
        if (silent) throw new Error(`its bytes did not arrive within ${this.silenceTimeoutMs} ms`);
        if (!value) return Buffer.concat(chunks);
        chunks.push(value);
      }
    } catch (cause) {
      clearTimeout(timer);
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new DamagedObjectError(`the object ${name} cannot be read from the object store: ${why}`, { cause });
    }
  }
}

/** Returns the name of the stream that stores a bucket. */
function streamOf(bucket: string): string {
  return `OBJ_${bucket}`;
}

/** Encodes an object's name as a subject token as the client (nats 2.29.3) does: URL-safe base64 with padding. */
function subjectToken(name: string): string {
  return btoa(name).replaceAll('+', '-').replaceAll('/', '_');
}

/** Opens an object store. Creates the stream itself for more than one replica, because servers refuse the client's request for it. */
async function openStore(connection: NatsConnection, bucket: string, replicas: number): Promise<ObjectStore> {
  if (replicas > 1) {
    const { streams } = await connection.jetstreamManager();
    const name = streamOf(bucket);
    if (!(await hasStream(streams, name))) {
      await streams.add({
        name,
        subjects: [`$O.${bucket}.C.>`, `$O.${bucket}.M.>`],
        num_replicas: replicas,
        allow_direct: true,
        allow_rollup_hdrs: true,
        discard: DiscardPolicy.New,
      });
    }
  }
  return connection.jetstream().views.os(bucket);
}

/** Reports whether the servers have a stream. @throws NatsError when they do not answer */
export async function hasStream(streams: StreamAPI, name: string): Promise<boolean> {
  return streams.info(name).then(
    () => true,
    (error: unknown) => {
      if (error instanceof NatsError && error.api_error?.err_code === STREAM_NOT_FOUND) return false;
      throw error;
    },
  );
}

/** Returns a NoJetStreamError if JetStream is missing, and `cause` otherwise. A missing JetStream causes "no responders" (503). */
export function jetStreamError(connection: NatsConnection, cause: unknown): unknown {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const none = code === '503' || (cause instanceof Error && /jetstream not enabled/i.test(cause.message));
  return none ? new NoJetStreamError(serverName(connection.getServer()), { cause }) : cause;
}
