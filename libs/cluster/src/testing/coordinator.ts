/** A coordinator's machine for tests, with workers that answer as they are told to. */
import { coveringNodes, shardsOf, type Partial as Sum, type TreeNode } from '@lockstep/optim';
import {
  partCount,
  partOf,
  PROTOCOL_VERSION,
  type CoordinatorBody,
  type Join,
  type Lease,
  type PartialPart,
  type WorkerBeat,
  type WorkerBody,
  type WorkerId,
} from '@lockstep/protocol';
import type { CoordinatorEffect, CoordinatorEvent, CoordinatorPlan } from '../coordinator/events.js';
import { CoordinatorMachine } from '../coordinator/machine.js';
import { initialState, type TrainingState } from '../coordinator/training-state.js';
import { samplesOf, workOf, type Work } from '../plan.js';

/** Epochs of 3 steps of 8, 8 and 4 samples in 4 shards; vectors of 2 parts; an evaluation of 3 shards. */
export const PLAN: CoordinatorPlan = {
  seed: 1,
  batch: 8,
  shards: 4,
  trainSamples: 20,
  testSamples: 6,
  leaderEpoch: 1,
  totalSteps: 6,
  learningRate: 0.125,
  parameterCount: 4,
  partSizeBytes: 8,
  wireDtype: 'f32',
  inFlightBytes: 1024,
  checkpointEvery: 100,
  schemaHash: 'a'.repeat(64),
  threads: 1,
  mixedNumerics: false,
  beatTimeoutMs: 5000,
  leaseFloorMs: 1000,
  audit: { share: 0, draw: () => 1 },
};

export const JOIN: Join = {
  protocolVersion: PROTOCOL_VERSION,
  schemaHash: PLAN.schemaHash,
  fingerprint: 'b'.repeat(64),
  device: 'a test',
  host: 'here',
  threads: 1,
};

export function idOf(n: number): WorkerId {
  return { pool: 'p', member: `w${n}` };
}

export function numberOf(worker: WorkerId): number {
  return Number(worker.member.slice(1));
}

export function startState(parameterCount = PLAN.parameterCount): TrainingState {
  return initialState(Float32Array.from({ length: parameterCount }, (_, i) => i + 1));
}

/** The partial of a node: integers, so that every order of additions gives the same. */
export function sumOf(work: Work, { level, index }: TreeNode, length: number): Sum {
  const { start, end } = shardsOf({ level, index }, work.shards);
  const vector = new Float32Array(length);
  const sum: Sum = { vector, samples: 0, lossSum: 0 };
  for (let shard = start; shard < end; shard++) {
    for (let i = 0; i < length; i++) vector[i]! += (shard + 1) * (i + 1);
    sum.samples += samplesOf(work, shard).size;
    sum.lossSum += shard + 1;
  }
  return sum;
}

/** The parts of all partials that answer a lease. */
export function partsOf(plan: CoordinatorPlan, lease: Lease, version: number): PartialPart[] {
  const work = workOf(plan, lease.phase, version);
  const length = lease.phase === 'train' ? plan.parameterCount : 0;
  return coveringNodes(lease.firstShard, lease.shardCount, work.shards).flatMap((node) => {
    const { vector, samples, lossSum } = sumOf(work, node, length);
    return Array.from({ length: partCount(vector.byteLength, plan.partSizeBytes) }, (_, part) => {
      const data = partOf(vector, plan.partSizeBytes, part);
      return { version, attempt: lease.attempt, ...node, samples, lossSum, part, data, computeMs: 0, waitMs: 0 };
    });
  });
}

export class TestCoordinator {
  readonly plan: CoordinatorPlan;
  readonly machine: CoordinatorMachine;
  /** The newest lease of each worker. */
  readonly leases = new Map<number, Lease>();
  nowMs = 0;

  constructor(changes: Partial<CoordinatorPlan> = {}, state?: TrainingState) {
    this.plan = { ...PLAN, ...changes };
    this.machine = new CoordinatorMachine(this.plan, state ?? startState(this.plan.parameterCount));
  }

  handle(event: CoordinatorEvent): CoordinatorEffect[] {
    const effects = this.machine.handle(event, this.nowMs);
    for (const effect of effects) {
      if (effect.kind !== 'send' || effect.message.body.kind !== 'lease') continue;
      const { kind, ...lease } = effect.message.body;
      this.leases.set(numberOf(effect.to), lease);
    }
    return effects;
  }

  /** A message of worker n, which is process n and follows this leader unless told otherwise. */
  from(n: number, body: WorkerBody, incarnation = n, leaderEpoch = this.plan.leaderEpoch): CoordinatorEffect[] {
    return this.handle({ kind: 'message', from: idOf(n), message: { incarnation, leaderEpoch, body } });
  }

  join(n: number, changes: Partial<Join> = {}, incarnation = n): CoordinatorEffect[] {
    return this.from(n, { kind: 'join', ...JOIN, ...changes }, incarnation);
  }

  beat(n: number, changes: Partial<WorkerBeat> = {}): CoordinatorEffect[] {
    const attempt = this.leases.get(n)?.attempt ?? 0;
    return this.from(n, { kind: 'beat', version: 0, attempt, computed: false, msPerShard: 0, ...changes });
  }

  part(n: number, part: PartialPart): CoordinatorEffect[] {
    return this.from(n, { kind: 'partialPart', ...part });
  }

  /** The parts that worker n owes, changed as told. */
  parts(n: number, changes: Partial<PartialPart> = {}): PartialPart[] {
    const parts = partsOf(this.plan, this.leases.get(n)!, this.machine.training.version);
    return parts.map((part) => ({ ...part, ...changes }));
  }

  /** Worker n answers its lease. */
  answer(n: number, changes: Partial<PartialPart> = {}): CoordinatorEffect[] {
    return this.parts(n, changes).flatMap((part) => this.part(n, part));
  }

  tick(atMs: number): CoordinatorEffect[] {
    this.nowMs = atMs;
    return this.handle({ kind: 'tick' });
  }

  /** Time goes on in steps of 100 ms while these workers say that they live. */
  live(untilMs: number, workers: readonly number[], changes: Partial<WorkerBeat> = {}): CoordinatorEffect[] {
    const effects: CoordinatorEffect[] = [];
    while (this.nowMs < untilMs) {
      this.nowMs = Math.min(untilMs, this.nowMs + 100);
      for (const n of workers) effects.push(...this.beat(n, changes));
      effects.push(...this.handle({ kind: 'tick' }));
    }
    return effects;
  }
}

// ---- what the effects say ---------------------------------------------------------------------------------------------

export function leased(effects: readonly CoordinatorEffect[]): string[] {
  return sent(effects, 'lease').map(({ to, body: { firstShard, shardCount } }) => {
    return `${to.member}: ${firstShard}-${firstShard + shardCount - 1}`;
  });
}

export function sent<Kind extends CoordinatorBody['kind']>(effects: readonly CoordinatorEffect[], kind: Kind) {
  return effects.flatMap((effect) => {
    if (effect.kind !== 'send' || effect.message.body.kind !== kind) return [];
    return [{ to: effect.to, body: effect.message.body as Extract<CoordinatorBody, { kind: Kind }> }];
  });
}

export function refusals(effects: readonly CoordinatorEffect[]): string[] {
  return sent(effects, 'refusal').map(({ to, body }) => `${to.member}: ${body.code}`);
}

export function of<Kind extends CoordinatorEffect['kind']>(effects: readonly CoordinatorEffect[], kind: Kind) {
  return effects.filter((effect): effect is Extract<CoordinatorEffect, { kind: Kind }> => effect.kind === kind);
}

export function notices(effects: readonly CoordinatorEffect[]): string[] {
  return of(effects, 'notice').map(({ level, sentence }) => `${level}: ${sentence}`);
}

/** The kinds of all effects in order, messages with the kind of their body. */
export function kinds(effects: readonly CoordinatorEffect[]): string[] {
  return effects.map((effect) => {
    return 'message' in effect ? `${effect.kind} ${effect.message.body.kind}` : effect.kind;
  });
}

/** A cluster of one worker that has done so many steps. */
export function clusterAfter(steps: number, changes: Partial<CoordinatorPlan> = {}): TestCoordinator {
  const cluster = new TestCoordinator(changes);
  cluster.join(1);
  for (let step = 0; step < steps; step++) cluster.answer(1);
  return cluster;
}

/** The checkpoints that are wanted, as `reason version`. */
export function checkpoints(effects: readonly CoordinatorEffect[]): string[] {
  return of(effects, 'checkpoint').map(({ reason, state }) => `${reason} ${state.version}`);
}

/** A cluster whose first step was computed by worker 1 alone, so that the second is leased to all at once. */
export function clusterOf(
  workers: number,
  shards: number,
  changes = {},
): { cluster: TestCoordinator; effects: CoordinatorEffect[] } {
  const plan = { shards, batch: 36, trainSamples: 72, ...changes };
  const cluster = new TestCoordinator(plan);
  for (let n = 1; n <= workers; n++) cluster.join(n);
  return { cluster, effects: cluster.answer(1) };
}
