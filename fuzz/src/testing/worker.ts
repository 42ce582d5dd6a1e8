/** A worker's real machine on the stand-in model; what it sends and hears travels as bytes. A dissenter's partials can be wrong. */
import { WorkerMachine, type CoordinatorMachineConfig, type WorkerEffect, type WorkerConfig } from '@lockstep/cluster';
import { STAND_IN_PARAMETERS, type StandInModel } from '@lockstep/simulation';
import {
  decodeCoordinatorMessage,
  encodeCoordinatorMessage,
  encodeWorkerMessage,
  type CoordinatorMessage,
  type GradientPart,
  type WorkerId,
} from '@lockstep/protocol';
import { HASH } from './values.js';

export interface Sent {
  from: WorkerId;
  bytes: Uint8Array;
  /** Whether it is a part of a partial that its worker has changed. */
  lie: boolean;
}

/** What a dissenter changes: its gradient, or its loss alone. */
export type Lie = 'vector' | 'loss';

/** Processes that a worker's id can have one after the other. */
const LIVES = 4;
/** Apart from each other's and from those of hostile processes. */
const INCARNATIONS_APART = 1000;
/** Messages of its leader among which the next one is chosen. */
const MOST_REORDERED = 4;

export class FuzzWorker {
  /** What it changes in all that it sends from now on. */
  lie: Lie | undefined;
  private machine: WorkerMachine;
  private lives = 1;
  private weights: Float32Array = new Float32Array();
  private jobs: Extract<WorkerEffect, { kind: 'compute' }>[] = [];
  private inbox: Uint8Array[] = [];

  /** @param n its number: also its incarnation, and the bit that it lies in */
  constructor(
    readonly id: WorkerId,
    private readonly n: number,
    private readonly config: CoordinatorMachineConfig,
    private readonly model: StandInModel,
    private readonly send: (sent: Sent) => void,
  ) {
    this.machine = new WorkerMachine(workerConfig(n, config));
  }

  post(message: CoordinatorMessage): void {
    this.inbox.push(Uint8Array.from(encodeCoordinatorMessage(message)));
  }

  /** Hears one message, `pick` says which, and computes one shard. */
  turn(pick: number, nowMs: number): void {
    const [bytes] = this.inbox.splice(pick % Math.max(1, Math.min(this.inbox.length, MOST_REORDERED)), 1);
    if (bytes) this.execute({ kind: 'message', message: decodeCoordinatorMessage(bytes) }, nowMs);
    this.compute(nowMs);
    this.execute({ kind: 'tick' }, nowMs);
  }

  private compute(nowMs: number): void {
    const job = this.jobs.shift();
    if (!job) return;
    const { work, shard, leaseId } = job;
    const { vector, samples, lossSum } = this.model.shard(work, shard, this.weights);
    const result = { version: work.version, leaseId, shard, vector, samples, lossSum, computeMs: 5 };
    this.execute({ kind: 'computed', ...result }, nowMs);
  }

  private execute(event: Parameters<WorkerMachine['handle']>[0], nowMs: number): void {
    for (const effect of this.machine.handle(event, nowMs)) {
      if (effect.kind === 'load') this.weights = effect.weights;
      if (effect.kind === 'compute') this.jobs.push(effect);
      if (effect.kind === 'exit') this.reset();
      if (effect.kind !== 'send') continue;
      const { body } = effect.message;
      const lie = body.kind === 'gradientPart' && this.lie !== undefined;
      const message = lie ? { ...effect.message, body: { ...body, ...this.changed(body) } } : effect.message;
      this.send({ from: this.id, bytes: encodeWorkerMessage(message), lie });
    }
  }

  /** No two dissenters tell the same lie, and all numbers stay finite: the lowest bits of the first value, or whole losses. */
  private changed({ data, lossSum }: GradientPart): Pick<GradientPart, 'data' | 'lossSum'> {
    if (this.lie === 'loss' || data.length === 0) return { data, lossSum: lossSum + this.n };
    const changed = Uint8Array.from(data);
    changed[0]! ^= 1 << this.n;
    return { data: changed, lossSum };
  }

  private reset(): void {
    if (this.lives === LIVES) return;
    this.machine = new WorkerMachine(workerConfig(this.n + this.lives * INCARNATIONS_APART, this.config));
    this.lives += 1;
    [this.jobs, this.inbox] = [[], []];
  }
}

function workerConfig(incarnation: number, config: CoordinatorMachineConfig): WorkerConfig {
  const { seed, batchSize, shards, trainSamples, testSamples, partSizeBytes, wireDtype } = config;
  return {
    ...{ seed, batchSize, shards, trainSamples, testSamples, partSizeBytes, wireDtype },
    ...{ incarnation, parameterCount: STAND_IN_PARAMETERS, schemaHash: HASH, fingerprint: HASH },
    ...{ device: 'fuzz', host: 'here', threads: 1, heartbeatIntervalMs: 200, heartbeatTimeoutMs: 3000 },
  };
}
