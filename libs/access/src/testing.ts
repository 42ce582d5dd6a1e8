/** For tests: finds out which subjects a server lets a member publish and subscribe to, by trying all of them. */
import { setTimeout } from 'node:timers/promises';
import { RunSubjects } from '@lockstep/protocol';

/** The part of a NATS client that the tests need. */
export interface Connection {
  publish(subject: string, payload: string): void;
  subscribe(
    subject: string,
    options: { callback: (error: Error | null, message: { subject: string }) => void },
  ): { unsubscribe(): void };
  flush(): Promise<void>;
}

/** Longer than an allowed message takes through a server on the same machine. */
export const SETTLE_MS = 100;

const ACCOUNTS = ['coordinator', 'sampler', 'client', 'operator'];
const STREAM_CALLS = ['CREATE', 'UPDATE', 'DELETE', 'PURGE', 'SNAPSHOT', 'RESTORE', 'MSG.DELETE', 'PEER.REMOVE'];

/** Returns the JetStream calls that read objects and keys of a stream. */
export function readCalls(stream: string): string[] {
  const direct = ['STREAM.INFO', 'STREAM.MSG.GET', 'DIRECT.GET', 'CONSUMER.CREATE'].map((call) => `${call}.${stream}`);
  return [...direct, `DIRECT.GET.${stream}.x`, `CONSUMER.CREATE.${stream}.mine`].map((call) => `$JS.API.${call}`);
}

function storeCalls(stream: string): string[] {
  const calls = [...STREAM_CALLS.map((call) => `STREAM.${call}`), 'CONSUMER.LIST', 'CONSUMER.NAMES'];
  const consumer = `$JS.API.CONSUMER.DURABLE.CREATE.${stream}.mine`;
  return [...calls.map((call) => `$JS.API.${call}.${stream}`), consumer, `$JS.ACK.${stream}.x.1.1.1.1.1`];
}

export class Rights {
  readonly subjects: RunSubjects;
  /** Streams of the run's buckets. */
  readonly streams: Record<'data' | 'checkpoints' | 'state' | 'metrics', string>;
  /** All subjects that some member may publish. */
  readonly published: readonly string[];
  /** All subjects that some member may subscribe to. */
  readonly subscribed: readonly string[];

  constructor(run: string, pools: readonly string[]) {
    const subjects = new RunSubjects(run);
    const { dataBucket } = RunSubjects;
    const streams = { data: `OBJ_${dataBucket}`, checkpoints: `OBJ_${subjects.checkpointBucket}` };
    this.subjects = subjects;
    this.streams = { ...streams, state: `KV_${subjects.stateBucket}`, metrics: subjects.metricsStream };
    const inboxes = [...ACCOUNTS, ...pools.map((pool) => `worker_${pool}`)].map((name) => `_INBOX_${name}`);
    const workers = pools.map((pool) => ({ pool, member: 'w' })).flatMap((id) => [subjects.to(id), subjects.from(id)]);
    const questions = [subjects.discover, 'lockstep.discover', subjects.status, subjects.stop, 'lockstep.status'];
    const samples = [subjects.draw, subjects.drawn];
    this.published = [
      ...[subjects.toAll, subjects.checkpoint, subjects.toStandbys, subjects.metrics, subjects.fromStandby('s')],
      ...[...workers, ...questions, ...samples],
      ...[`$KV.${subjects.stateBucket}.latest`, `$KV.${subjects.stateBucket}.leader`],
      ...[dataBucket, subjects.checkpointBucket].flatMap((bucket) => [`$O.${bucket}.M.x`, `$O.${bucket}.C.x`]),
      ...Object.values(this.streams).flatMap((stream) => [...storeCalls(stream), ...readCalls(stream)]),
      ...['$JS.API.INFO', '$JS.API.STREAM.NAMES', '$JS.API.STREAM.LIST', '$JS.API.STREAM.CREATE.mine'],
      ...inboxes.map((inbox) => `${inbox}.x`),
      ...['_INBOX.x', '$SRV.PING', '$SYS.REQ.SERVER.PING', '$SYS.REQ.ACCOUNT.PING.CONNZ', 'anything'],
    ];
    this.subscribed = [
      ...['>', '*.>', 'lockstep.>', 'lockstep.*.>', '$JS.>', '$KV.>', '$O.>', '$SYS.>', '_INBOX.>', '_INBOX_*.>'],
      ...inboxes.map((inbox) => `${inbox}.>`),
      ...[subjects.toAll, subjects.checkpoint, subjects.toStandbys, subjects.metrics],
      ...[subjects.fromStandbys, subjects.fromAll],
      ...[...workers, ...questions, ...samples],
      ...[`lockstep.${run}.leader.to.>`, 'lockstep.*.leader.to.*.*', 'lockstep.*.worker.*.*', '$SRV.>'],
    ];
  }

  /**
   * Publishes on all subjects.
   * @param refused notices of the server about this connection
   * @returns the subjects that the server allowed
   */
  async letThrough(
    connection: Connection,
    refused: readonly string[],
    more: readonly string[] = [],
  ): Promise<string[]> {
    const isRefused = (subject: string) => refused.some((notice) => notice.endsWith(`(publish on ${subject})`));
    const published = [...this.published, ...more];
    for (const subject of [...published, 'the.last']) connection.publish(subject, 'forged');
    while (!isRefused('the.last')) await setTimeout(10);
    return published.filter((subject) => !isRefused(subject)).toSorted();
  }

  /** Subscribes to all subjects. Returns those that the server allowed. */
  async allowedToSubscribe(connection: Connection): Promise<string[]> {
    const refused = new Set<string>();
    for (const subject of this.subscribed) {
      const callback = (error: Error | null) => {
        if (error) refused.add(subject);
      };
      connection.subscribe(subject, { callback });
    }
    await connection.flush();
    await setTimeout(SETTLE_MS);
    return this.subscribed.filter((subject) => !refused.has(subject)).toSorted();
  }
}

/** Returns the subjects of all messages that a connection receives during `action` and SETTLE_MS after it. */
export async function receivedDuring(connection: Connection, action: () => Promise<void>): Promise<string[]> {
  const received: string[] = [];
  const subscription = connection.subscribe('>', { callback: (_error, { subject }) => received.push(subject) });
  await connection.flush();
  await action();
  await setTimeout(SETTLE_MS);
  await connection.flush();
  subscription.unsubscribe();
  return received;
}
