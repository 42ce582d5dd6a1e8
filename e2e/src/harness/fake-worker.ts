/** A worker that says whatever a test wants it to say, on a server that asks nobody for credentials. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  decodeCoordinatorMessage,
  encodeWorkerMessage,
  MalformedMessageError,
  partCount,
  partOf,
  PROTOCOL_VERSION,
  RunSubjects,
  workerKey,
  type CoordinatorBody,
  type Join,
  type Lease,
  type RefusalCode,
  type RunInfo,
  type WorkerBody,
  type WorkerId,
} from '@lockstep/protocol';
import type { NatsConnection } from 'nats';

const PATIENCE_MS = 20_000;
const POLL_MS = 10;

export class FakeWorker {
  private readonly subjects: RunSubjects;
  private readonly received: CoordinatorBody[] = [];
  /** Of the last message that came. */
  private leaderEpoch = 0;
  private version = 0;

  constructor(
    private readonly connection: NatsConnection,
    private readonly info: RunInfo,
    private readonly fingerprint: string,
    readonly id: WorkerId,
    private readonly incarnation: number,
  ) {
    this.subjects = new RunSubjects(info.run);
    connection.subscribe(this.subjects.to(id), {
      callback: (error, msg) => {
        if (!error) this.receive(msg.data);
      },
    });
  }

  join(otherwise: Partial<Join> = {}): void {
    const { schemaHash, threads } = this.info;
    const { fingerprint } = this;
    const join = {
      protocolVersion: PROTOCOL_VERSION,
      schemaHash,
      fingerprint,
      device: 'none',
      host: 'nowhere',
      threads,
    };
    this.send({ kind: 'join', ...join, ...otherwise });
  }

  send(body: WorkerBody): void {
    this.raw(encodeWorkerMessage({ incarnation: this.incarnation, leaderEpoch: this.leaderEpoch, body }));
  }

  raw(bytes: Uint8Array): void {
    this.connection.publish(this.subjects.from(this.id), bytes);
  }

  /** One part of a partial: with zeros and the numbers that the lease asks for, unless said otherwise. */
  part(lease: Lease, part: number, otherwise: Partial<Extract<WorkerBody, { kind: 'partialPart' }>> = {}): void {
    const { parameterCount, partSizeBytes, batch } = this.info;
    const { version } = this;
    const numbers = { version, attempt: lease.attempt, level: 2, index: 0, samples: batch, lossSum: 1, computeMs: 1, waitMs: 0 };
    const data = otherwise.data ?? partOf(new Float32Array(parameterCount), partSizeBytes, part);
    this.send({ kind: 'partialPart', ...numbers, part, ...otherwise, data });
  }

  /** A whole partial over all shards, made of one number. */
  partial(lease: Lease, value: number): void {
    const { parameterCount, partSizeBytes } = this.info;
    const vector = new Float32Array(parameterCount).fill(value);
    const parts = partCount(vector.byteLength, partSizeBytes);
    for (let part = 0; part < parts; part++) this.part(lease, part, { data: partOf(vector, partSizeBytes, part) });
  }

  /** The next message of this kind; it is taken off, so that the next call waits for another one. */
  async gets<K extends CoordinatorBody['kind']>(kind: K): Promise<Extract<CoordinatorBody, { kind: K }>> {
    for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += POLL_MS) {
      const at = this.received.findIndex((body) => body.kind === kind);
      if (at >= 0) return this.received.splice(at, 1)[0] as Extract<CoordinatorBody, { kind: K }>;
      await sleep(POLL_MS);
    }
    const got = this.received.map((body) => body.kind).join(', ');
    throw new Error(`${workerKey(this.id)} got no ${kind}, only: ${got}`);
  }

  /** Waits for a refusal with this code, and passes over those with another. */
  async getsRefusal(code: RefusalCode): Promise<void> {
    while ((await this.gets('refusal')).code !== code);
  }

  private receive(bytes: Uint8Array): void {
    try {
      const { leaderEpoch, version, body } = decodeCoordinatorMessage(bytes);
      Object.assign(this, { leaderEpoch, version });
      this.received.push(body);
    } catch (error) {
      // Garbage that the test itself threw on this subject.
      if (!(error instanceof MalformedMessageError)) throw error;
    }
  }
}
