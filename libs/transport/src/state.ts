/**
 * The run's key-value bucket: `leader` holds the leader epoch, `latest` the newest checkpoint. Both change only by
 * compare-and-set, so that of two coordinators that try, one is told.
 */
import { NatsError, type KV, type NatsConnection } from 'nats';
import { LeaderConflictError } from './errors.js';
import { jetStreamError } from './objects.js';

const LEADER_KEY = 'leader';
/** JetStream's code for "the last sequence is not the one that you expected". */
const WRONG_LAST_SEQUENCE = 10071;

export class StateBucket {
  private constructor(private readonly kv: KV) {}

  /** Opens the bucket; makes it when it is not there and the credentials allow it. @throws NoJetStreamError */
  static async open(connection: NatsConnection, bucket: string): Promise<StateBucket> {
    try {
      return new StateBucket(await connection.jetstream().views.kv(bucket, { history: 1 }));
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

  /** Takes the lead: the next leader epoch, larger than every earlier one. @throws LeaderConflictError */
  async takeLead(): Promise<number> {
    const entry = await this.read(LEADER_KEY);
    const epoch = (entry ? Number(entry.value) : 0) + 1;
    if (!Number.isSafeInteger(epoch) || epoch < 1)
      throw new LeaderConflictError(`the leader epoch "${entry?.value}" is no number`);
    await this.compareAndSet(LEADER_KEY, String(epoch), entry?.revision ?? 0);
    return epoch;
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
