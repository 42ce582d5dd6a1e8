/** A coordinator's machine with workers, honest ones and dissenters, whose messages travel as bytes and come in any order. */
import {
  CoordinatorMachine,
  type CoordinatorEffect,
  type CoordinatorEvent,
  type CoordinatorMachineConfig,
  type TrainingState,
} from '@lockstep/cluster';
import { STAND_IN_PARAMETERS, StandInModel } from '@lockstep/simulation';
import { decodeWorkerMessage, workerKey, type Lease, type WireDtype, type WorkerId } from '@lockstep/protocol';
import { HASH } from './values.js';
import { FuzzWorker, type Sent } from './worker.js';

/** Vectors of 11 values in 3 parts; 30 steps, the last of an epoch smaller, and an evaluation. */
export const CONFIG: CoordinatorMachineConfig = {
  ...{ seed: 1, batchSize: 8, shards: 4, trainSamples: 20, testSamples: 6 },
  ...{ leaderEpoch: 3, totalSteps: 30, learningRate: 0.125, parameterCount: STAND_IN_PARAMETERS, partSizeBytes: 16 },
  ...{ wireDtype: 'f32', inFlightBytes: 256, checkpointEvery: 4, schemaHash: HASH, threads: 1, mixedNumerics: false },
  ...{ heartbeatTimeoutMs: 3000, leaseFloorMs: 1000, audit: { share: 0, draw: () => 1 } },
};

/** Audits of the share, of nodes that are the same ones whenever it is asked. */
export function auditsOf(share: number): Pick<CoordinatorMachineConfig, 'audit'> {
  const draw = (version: number, { level, index }: { level: number; index: number }) => {
    return ((version * 7 + level * 5 + index * 3) % 10) / 10;
  };
  return { audit: { share, draw } };
}

/** Bytes of the parts of a gradient, or of weights. */
export const PART_BYTES: Record<WireDtype, readonly number[]> = { f32: [16, 16, 12], bf16: [16, 6] };

/** Delivered messages of workers that can be replayed. */
const HISTORY = 32;
const LEASES = 8;
/** Of so many messages that wait, one more is delivered in a turn. */
const CROWDED = 16;
/** A checkpoint is on disk after so many turns, as a rule. */
const SAVING_TURNS = 12;

/** The machine's `handle`, with whatever is checked of it. */
export type Handle = (machine: CoordinatorMachine, event: CoordinatorEvent, nowMs: number) => CoordinatorEffect[];

export class Cluster {
  readonly machine: CoordinatorMachine;
  readonly partBytes: readonly number[];
  readonly honest: FuzzWorker[];
  readonly dissenters: FuzzWorker[];
  /** What workers have sent and the coordinator has not heard. */
  readonly outbox: Sent[] = [];
  readonly history: Sent[] = [];
  /** The latest leases, whoever got them. */
  readonly leases: { to: WorkerId; version: number; lease: Lease }[] = [];
  /** Checkpoints that are being written. */
  private readonly saving: number[] = [];
  private turns = 0;
  nowMs = 0;
  /** Parts of lies that the coordinator has heard. */
  liesHeard = 0;

  /** Takes ownership of `state`, which training has reached before. */
  constructor(
    changes: Partial<CoordinatorMachineConfig>,
    state: TrainingState,
    workers: { honest: number; dissenters: number },
    private readonly handle: Handle,
  ) {
    const config = { ...CONFIG, ...changes };
    this.machine = new CoordinatorMachine(config, state);
    this.partBytes = PART_BYTES[config.wireDtype];
    const model = new StandInModel(CONFIG);
    const send = (sent: Sent) => void this.outbox.push(sent);
    const numbered = (count: number, first: number, idOf: (n: number) => WorkerId) => {
      return Array.from({ length: count }, (_, i) => new FuzzWorker(idOf(i + 1), i + first, config, model, send));
    };
    this.honest = numbered(workers.honest, 1, (n) => ({ pool: 'honest', member: `w${n}` }));
    // One whose turn comes before that of the others, and one that comes after them.
    this.dissenters = numbered(workers.dissenters, 1 + workers.honest, (n) => ({
      pool: n === 1 ? 'z' : 'a',
      member: 'dissenter',
    }));
    this.joinAll();
  }

  /** The coordinator takes an event; its messages to the workers are under way then. */
  dispatch(event: CoordinatorEvent): CoordinatorEffect[] {
    const effects = this.handle(this.machine, event, this.nowMs);
    for (const effect of effects) {
      if (effect.kind === 'checkpoint') this.saving.push(effect.state.version);
      if (effect.kind === 'broadcast') for (const worker of this.workers) worker.post(effect.message);
      if (effect.kind !== 'send') continue;
      const to = this.workers.find(({ id }) => workerKey(id) === workerKey(effect.to));
      to?.post(effect.message);
      const { body, version } = effect.message;
      if (body.kind === 'lease') this.leases.push({ to: effect.to, version, lease: body });
      if (this.leases.length > LEASES) this.leases.shift();
    }
    return effects;
  }

  /** One message to the coordinator, one to each worker, and one shard of each; `pick` says which. */
  turn(pick: number): void {
    this.turns += 1;
    if (this.turns % SAVING_TURNS === 0) this.saved();
    for (let more = Math.floor(this.outbox.length / CROWDED); more >= 0; more--) {
      const [sent] = this.outbox.splice(pick % Math.max(1, this.outbox.length), 1);
      if (sent) this.deliver(sent);
    }
    for (const worker of this.workers) worker.turn(pick, this.nowMs);
  }

  /** The oldest checkpoint that is being written is there, or cannot be written. */
  saved(error?: string): void {
    const version = this.saving.shift();
    if (version !== undefined)
      this.dispatch({ kind: 'checkpointed', version, ...(error === undefined ? {} : { error }) });
  }

  private deliver(sent: Sent): void {
    this.history.push(sent);
    if (this.history.length > HISTORY) this.history.shift();
    if (sent.lie) this.liesHeard += 1;
    this.dispatch({ kind: 'message', from: sent.from, message: decodeWorkerMessage(sent.bytes) });
  }

  /** Before anybody computes, so that who audits is there from the first step on. */
  private joinAll(): void {
    for (const worker of this.workers) worker.turn(0, this.nowMs);
    for (const sent of this.outbox.splice(0)) this.deliver(sent);
    if (this.machine.workerCount !== this.workers.length) throw new Error('not every worker of the cluster has joined');
  }

  private get workers(): FuzzWorker[] {
    return [...this.honest, ...this.dissenters];
  }
}
