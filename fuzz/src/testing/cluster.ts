/** A coordinator's machine with two honest workers, whose messages travel as bytes and come in any order. */
import {
  CoordinatorMachine,
  initialState,
  WorkerMachine,
  type CoordinatorEffect,
  type CoordinatorEvent,
  type CoordinatorPlan,
  type WorkerEffect,
  type WorkerPlan,
} from '@lockstep/cluster';
import { STAND_IN_PARAMETERS, StandInModel, standInWeights } from '@lockstep/cluster/sim';
import {
  decodeCoordinatorMessage,
  decodeWorkerMessage,
  encodeCoordinatorMessage,
  encodeWorkerMessage,
  type Lease,
  type WorkerId,
} from '@lockstep/protocol';
import { HASH } from './values.js';

const DATA_PLAN = { seed: 1, batch: 8, shards: 4, trainSamples: 20, testSamples: 6 };

/** Vectors of 11 values in 3 parts; 30 steps, the last of an epoch smaller, and an evaluation. */
export const PLAN: CoordinatorPlan = {
  ...DATA_PLAN,
  ...{ leaderEpoch: 3, totalSteps: 30, learningRate: 0.125, parameterCount: STAND_IN_PARAMETERS, partSizeBytes: 16 },
  ...{ wireDtype: 'f32', inFlightBytes: 256, checkpointEvery: 4, schemaHash: HASH, threads: 1, mixedNumerics: false },
  ...{ beatTimeoutMs: 3000, leaseFloorMs: 1000, audit: { share: 0, draw: () => 1 } },
};

/** Delivered messages of workers that can be replayed. */
const HISTORY = 32;
const LEASES = 8;

export interface Sent {
  from: WorkerId;
  bytes: Uint8Array;
}

interface Honest {
  id: WorkerId;
  machine: WorkerMachine;
  weights: Float32Array;
  jobs: Extract<WorkerEffect, { kind: 'compute' }>[];
  inbox: Uint8Array[];
}

export class HonestCluster {
  readonly machine: CoordinatorMachine;
  readonly honest: Honest[];
  /** What workers have sent and the coordinator has not heard. */
  readonly outbox: Sent[] = [];
  readonly history: Sent[] = [];
  /** The newest leases, whoever got them. */
  readonly leases: { to: WorkerId; version: number; lease: Lease }[] = [];
  nowMs = 0;
  ended: string | undefined;
  private readonly model = new StandInModel(PLAN);

  /** @param onEffects told of all effects of each of the coordinator's events */
  constructor(
    changes: Partial<CoordinatorPlan>,
    private readonly onEffects: (effects: readonly CoordinatorEffect[], machine: CoordinatorMachine) => void,
  ) {
    const plan = { ...PLAN, ...changes };
    this.machine = new CoordinatorMachine(plan, initialState(standInWeights(PLAN.seed)));
    this.honest = [1, 2].map((n) => ({
      ...{ id: { pool: 'honest', member: `w${n}` }, machine: new WorkerMachine(workerPlan(n, plan)) },
      ...{ weights: new Float32Array(), jobs: [], inbox: [] },
    }));
    for (let turn = 0; turn < 40; turn++) this.turn(0);
  }

  /** The coordinator takes an event; its messages to the honest workers are under way then. */
  feed(event: CoordinatorEvent): CoordinatorEffect[] {
    const effects = this.machine.handle(event, this.nowMs);
    this.onEffects(effects, this.machine);
    const checkpoints: CoordinatorEvent[] = [];
    for (const effect of effects) {
      if (effect.kind === 'ended') this.ended = `${effect.outcome}: ${effect.reason}`;
      if (effect.kind === 'checkpoint') checkpoints.push({ kind: 'checkpointed', version: effect.state.version });
      if (effect.kind === 'broadcast') for (const worker of this.honest) this.post(worker, effect);
      if (effect.kind !== 'send') continue;
      const to = this.honest.find(({ id }) => id.pool === effect.to.pool && id.member === effect.to.member);
      if (to) this.post(to, effect);
      const { body, version } = effect.message;
      if (body.kind === 'lease') this.leases.push({ to: effect.to, version, lease: body });
      if (this.leases.length > LEASES) this.leases.shift();
    }
    for (const saved of checkpoints) this.feed(saved);
    return effects;
  }

  /** One message to the coordinator, one to each worker, and one shard of each; `pick` says which. */
  turn(pick: number): void {
    const [sent] = this.outbox.splice(pick % Math.max(1, this.outbox.length), 1);
    if (sent) this.deliver(sent);
    for (const worker of this.honest) {
      const [bytes] = worker.inbox.splice(pick % Math.max(1, Math.min(worker.inbox.length, 4)), 1);
      if (bytes) this.carryOut(worker, { kind: 'message', message: decodeCoordinatorMessage(bytes) });
      this.compute(worker);
      this.carryOut(worker, { kind: 'tick' });
    }
  }

  deliver(sent: Sent): CoordinatorEffect[] {
    this.history.push(sent);
    if (this.history.length > HISTORY) this.history.shift();
    return this.feed({ kind: 'message', from: sent.from, message: decodeWorkerMessage(sent.bytes) });
  }

  private post(worker: Honest, { message }: Extract<CoordinatorEffect, { kind: 'send' | 'broadcast' }>): void {
    worker.inbox.push(Uint8Array.from(encodeCoordinatorMessage(message)));
  }

  private compute(worker: Honest): void {
    const job = worker.jobs.shift();
    if (!job) return;
    const { work, shard, attempt } = job;
    const { vector, samples, lossSum } = this.model.shard(work, shard, worker.weights);
    const result = { version: work.version, attempt, shard, vector, samples, lossSum, computeMs: 5 };
    this.carryOut(worker, { kind: 'computed', ...result });
  }

  private carryOut(worker: Honest, event: Parameters<WorkerMachine['handle']>[0]): void {
    for (const effect of worker.machine.handle(event, this.nowMs)) {
      if (effect.kind === 'send') this.outbox.push({ from: worker.id, bytes: encodeWorkerMessage(effect.message) });
      if (effect.kind === 'load') worker.weights = effect.weights;
      if (effect.kind === 'compute') worker.jobs.push(effect);
    }
  }
}

function workerPlan(incarnation: number, { partSizeBytes, wireDtype }: CoordinatorPlan): WorkerPlan {
  return {
    ...DATA_PLAN,
    ...{ incarnation, parameterCount: STAND_IN_PARAMETERS, partSizeBytes, wireDtype, schemaHash: HASH },
    ...{ fingerprint: HASH, device: 'fuzz', host: 'here', threads: 1, beatIntervalMs: 200, beatTimeoutMs: 3000 },
  };
}
