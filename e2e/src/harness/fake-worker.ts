/** A worker that sends the messages that a test chooses, valid or not. */
import { setTimeout as sleep } from 'node:timers/promises';
import { samplesOf, workOf } from '@lockstep/cluster';
import { coveringNodes, shardsOf } from '@lockstep/optim';
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

type PartOptions = Partial<Extract<WorkerBody, { kind: 'gradientPart' }>>;

export class FakeWorker {
  private readonly subjects: RunSubjects;
  private readonly received: CoordinatorBody[] = [];
  /** Of the last message that arrived. */
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

  /** Sends one part of the gradient sum over all shards, of zeros, except for what `otherwise` changes. */
  part(lease: Lease, part: number, otherwise: PartOptions = {}): void {
    const { parameterCount, partSizeBytes, batchSize } = this.info;
    const { version } = this;
    const numbers = {
      version,
      leaseId: lease.leaseId,
      level: 2,
      index: 0,
      samples: batchSize,
      lossSum: 1,
      computeMs: 1,
      waitMs: 0,
    };
    const data = otherwise.data ?? partOf(new Float32Array(parameterCount), partSizeBytes, part);
    this.send({ kind: 'gradientPart', ...numbers, part, ...otherwise, data });
  }

  /** Sends a gradient sum over all shards, of equal values, except for what `otherwise` changes. */
  gradientSum(lease: Lease, value: number, otherwise: PartOptions = {}): void {
    const { parameterCount, partSizeBytes } = this.info;
    const vector = new Float32Array(parameterCount).fill(value);
    const parts = partCount(vector.byteLength, partSizeBytes);
    for (let part = 0; part < parts; part++) {
      this.part(lease, part, { ...otherwise, data: partOf(vector, partSizeBytes, part) });
    }
  }

  /** Sends all gradient sums of a lease, with the right shape and number of samples but wrong values. */
  wrongGradients(lease: Lease): void {
    for (const node of this.nodes(lease)) this.gradientSum(lease, 1e-3, node);
  }

  /** The nodes of a lease's gradient sums in the reduction tree, with the number of samples below each. */
  nodes(lease: Lease): { level: number; index: number; samples: number }[] {
    const work = workOf(this.info, lease.phase, this.version);
    return coveringNodes(lease.firstShard, lease.shardCount, work.shards).map(({ level, index }) => {
      const { start, end } = shardsOf({ level, index }, work.shards);
      let samples = 0;
      for (let shard = start; shard < end; shard++) samples += samplesOf(work, shard).size;
      return { level, index, samples };
    });
  }

  /** Another process with the same id. */
  asAnotherProcess(): FakeWorker {
    return new FakeWorker(this.connection, this.info, this.fingerprint, this.id, this.incarnation + 1);
  }

  /** Waits for the next message of this kind, and removes it from the received messages. */
  async gets<K extends CoordinatorBody['kind']>(kind: K): Promise<Extract<CoordinatorBody, { kind: K }>> {
    for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += POLL_MS) {
      const at = this.received.findIndex((body) => body.kind === kind);
      if (at >= 0) return this.received.splice(at, 1)[0] as Extract<CoordinatorBody, { kind: K }>;
      await sleep(POLL_MS);
    }
    const got = this.received.map((body) => body.kind).join(', ');
    throw new Error(`${workerKey(this.id)} got no ${kind}, only: ${got}`);
  }

  /** Waits for a refusal with this code, and removes those with other codes. */
  async getsRefusal(code: RefusalCode): Promise<void> {
    while ((await this.gets('refusal')).code !== code);
  }

  private receive(bytes: Uint8Array): void {
    try {
      const { leaderEpoch, version, body } = decodeCoordinatorMessage(bytes);
      Object.assign(this, { leaderEpoch, version });
      this.received.push(body);
    } catch (error) {
      // The test itself sends garbage to this subject.
      if (!(error instanceof MalformedMessageError)) throw error;
    }
  }
}
