/**
 * The run's key-value bucket: `leader` says who leads, `latest` which checkpoint is the latest. Both change only by
 * compare-and-set, so that of two coordinators that try, one is told.
 */
import { NatsError, type KV, type NatsConnection } from 'nats';
import { LeaderConflictError } from './errors.js';
import { hasStream, jetStreamError } from './objects.js';
import { withReplicas } from './replicas.js';

const FEW_SERVERS =
  'the NATS cluster has fewer than 3 servers with JetStream: the run lives on one of them, and stands still without it';
/** JetStream's code for "the last sequence is not the one that you expected". */
const WRONG_LAST_SEQUENCE = 10071;

export class StateBucket {
  private constructor(
    private readonly kv: KV,
    private readonly connection: NatsConnection,
    private readonly stream: string,
  ) {}

  /**
   * Opens the bucket; makes it when it is not there and the credentials allow it.
   * @param onNotice told in a sentence when the servers are too few to keep it safe
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

  async read(key: string): Promise<{ value: string; revision: number } | undefined> {
    const entry = await this.kv.get(key);
    if (!entry || entry.operation !== 'PUT') return undefined;
    return { value: entry.string(), revision: entry.revision };
  }

  /**
   * Writes `value` if the key is still at `revision` (0: if it does not exist yet). Returns the new revision.
   * @throws LeaderConflictError when somebody else wrote it in between
   */
  async compareAndSet(key: string, value: string, revision: number): Promise<number> {
    try {
      // A key that was deleted still has a last revision, which `create` finds out and `put` would trip over.
      return await (revision === 0 ? this.kv.create(key, value) : this.kv.put(key, value, { previousSeq: revision }));
    } catch (cause) {
      if (cause instanceof NatsError && cause.api_error?.err_code === WRONG_LAST_SEQUENCE) {
        throw new LeaderConflictError(`another coordinator wrote "${key}" of this run at the same time`, { cause });
      }
      throw cause;
    }
  }

  /** Whether the servers say that there is no such bucket. @throws NatsError when they do not say anything */
  async isGone(): Promise<boolean> {
    const { streams } = await this.connection.jetstreamManager({ checkAPI: false });
    return !(await hasStream(streams, this.stream));
  }

  /** A single key of the bucket, for code that needs to know no more than it. */
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
