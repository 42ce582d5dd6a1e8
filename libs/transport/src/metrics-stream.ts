/**
 * The metrics stream of a run, with a small record of each step. The coordinator writes it and samplers read it. Its size is bounded,
 * so it does not grow with the number of steps.
 */
import {
  decodeMetricsRecord,
  encodeMetricsRecord,
  MalformedMessageError,
  RunSubjects,
  type MetricsRecord,
} from '@lockstep/protocol';
import { consumerOpts, DiscardPolicy, StorageType, type NatsConnection } from 'nats';
import type { Listening } from './listening.js';
import { hasStream } from './objects.js';
import { withReplicas } from './replicas.js';

const MAX_BYTES = 64 * 1024 * 1024;

export class MetricsWriter {
  private readonly subjects: RunSubjects;
  private failed = false;

  private constructor(
    private readonly connection: NatsConnection,
    run: string,
    private readonly onFailure: (message: string) => void,
  ) {
    this.subjects = new RunSubjects(run);
  }

  /**
   * Opens the stream and creates it if it does not exist. Does not throw, because training does not depend on the stream.
   * @param onFailure called with a message at the first failure
   */
  static async open(
    connection: NatsConnection,
    run: string,
    onFailure: (message: string) => void,
  ): Promise<MetricsWriter> {
    const writer = new MetricsWriter(connection, run, onFailure);
    await writer.create().catch((error: unknown) => writer.fail(error));
    return writer;
  }

  /** Sends a record without waiting for its acknowledgement. */
  publish(record: MetricsRecord): void {
    const published = this.connection.jetstream().publish(this.subjects.metrics, encodeMetricsRecord(record));
    published.catch((error: unknown) => this.fail(error));
  }

  private async create(): Promise<void> {
    const { metrics, metricsStream: name } = this.subjects;
    const { streams } = await this.connection.jetstreamManager({ checkAPI: false });
    if (await hasStream(streams, name)) return;
    const limits = { max_bytes: MAX_BYTES, discard: DiscardPolicy.Old, storage: StorageType.File };
    const add = (replicas: number) => streams.add({ name, subjects: [metrics], ...limits, num_replicas: replicas });
    await withReplicas(this.connection, add, () => undefined);
  }

  private fail(error: unknown): void {
    if (this.failed || this.connection.isClosed()) return;
    this.failed = true;
    const reason = error instanceof Error ? error.message : String(error);
    this.onFailure(`the stream of metrics does not take all records (${reason}): the loss figure may have gaps`);
  }
}

/**
 * Reads all records of the stream and then waits for new records.
 * @throws NatsError when there is no such stream or the credentials do not allow reading it
 */
export async function readMetrics(
  connection: NatsConnection,
  run: string,
  onRecord: (record: MetricsRecord) => void,
): Promise<Listening> {
  const { metrics, metricsStream } = new RunSubjects(run);
  const options = consumerOpts().orderedConsumer();
  options.bindStream(metricsStream);
  options.callback((_error, message) => {
    const record = message && decoded(message.data);
    if (record) onRecord(record);
  });
  // The pull consumers that the client recommends need permission to request each batch. This consumer needs only the permissions of
  // reading objects and keys.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const subscription = await connection.jetstream().subscribe(metrics, options);
  return { stop: () => subscription.unsubscribe() };
}

/** Returns undefined for a record that this version does not know, because a newer coordinator may write other kinds. */
function decoded(data: Uint8Array): MetricsRecord | undefined {
  try {
    return decodeMetricsRecord(data);
  } catch (error) {
    if (error instanceof MalformedMessageError) return undefined;
    throw error;
  }
}
