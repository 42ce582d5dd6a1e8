/**
 * The key-value bucket of a run. The key `leader` names the leading coordinator, and `latest` names the latest checkpoint. Both change
 * only by compare-and-set, so of two coordinators that write at the same time, one succeeds and the other gets an error.
 */
import { NatsError, type KV, type NatsConnection } from 'nats';
import { LeaderConflictError } from './errors.js';
import { hasStream, jetStreamError } from './objects.js';
import { withReplicas } from './replicas.js';

const FEW_SERVERS =
  'the NATS cluster has fewer than 3 servers with JetStream: one of them stores the run, and the run pauses while it is down';
/** JetStream's error code for "wrong last sequence". */
const WRONG_LAST_SEQUENCE = 10071;

export class StateBucket {
  private constructor(
    private readonly kv: KV,
    private readonly connection: NatsConnection,
    private readonly stream: string,
  ) {}

  /**
   * Opens the bucket. Creates it if it does not exist and the credentials allow it.
   * @param onNotice called with a message if the cluster has too few servers for replicas
   * @throws NoJetStreamError
   */
  static async open(
    connection: NatsConnection,
    bucket: string,
    onNotice: (message: string) => void = () => undefined,
  ): Promise<StateBucket> {
    const { views } = connection.jetstream();
    try {
      const open = (replicas: number) => views.kv(bucket, { history: 1, replicas });
      const kv = await withReplicas(connection, open, () => onNotice(FEW_SERVERS));
      return new StateBucket(kv, connection, `KV_${bucket}`);
    } catch (cause) {
      throw jetStreamError(connection, cause);
    }
  }

  /** Returns the value and the revision of a key, or undefined if it does not exist. */
  async read(key: string): Promise<{ value: string; revision: number } | undefined> {
    const entry = await this.kv.get(key);
    if (!entry || entry.operation !== 'PUT') return undefined;
    return { value: entry.string(), revision: entry.revision };
  }

  /**
   * Writes `value` if the key is still at `revision`, and returns the new revision. Revision 0 means that the key does not exist.
   * @throws LeaderConflictError when the key has a different revision
   */
  async compareAndSet(key: string, value: string, revision: number): Promise<number> {
    try {
      // A deleted key still has a last revision. `create` looks it up; `put` with revision 0 would fail.
      return await (revision === 0 ? this.kv.create(key, value) : this.kv.put(key, value, { previousSeq: revision }));
    } catch (cause) {
      if (cause instanceof NatsError && cause.api_error?.err_code === WRONG_LAST_SEQUENCE) {
        throw new LeaderConflictError(`another coordinator wrote "${key}" of this run at the same time`, { cause });
      }
      throw cause;
    }
  }

  /** Reports whether the bucket no longer exists. @throws NatsError when the servers do not answer */
  async isGone(): Promise<boolean> {
    const { streams } = await this.connection.jetstreamManager({ checkAPI: false });
    return !(await hasStream(streams, this.stream));
  }

  /** Returns the access to one key of the bucket. */
  pointer(key: string): {
    read: () => ReturnType<StateBucket['read']>;
    compareAndSet: (value: string, revision: number) => Promise<number>;
  } {
    return {
      read: () => this.read(key),
      compareAndSet: (value, revision) => this.compareAndSet(key, value, revision),
    };
  }
}
