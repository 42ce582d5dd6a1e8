/** A coordinator's machine for tests, with workers whose answers the test chooses. */
import { coveringNodes, shardsOf, type GradientSum as Sum, type TreeNode } from '@lockstep/optim';
import {
  partCount,
  partOf,
  PROTOCOL_VERSION,
  type CoordinatorBody,
  type Join,
  type Lease,
  type GradientPart,
  type WorkerHeartbeat,
  type WorkerBody,
  type WorkerId,
} from '@lockstep/protocol';
import type { CoordinatorEffect, CoordinatorEvent, CoordinatorMachineConfig } from '../coordinator/events.js';
import { CoordinatorMachine } from '../coordinator/machine.js';
import { initialState, type TrainingState } from '../training/training-state.js';
import { samplesOf, workOf, type Work } from '../training/step-work.js';

/** Epochs of 3 steps of 8, 8 and 4 samples in 4 shards; vectors of 2 parts; an evaluation of 3 shards. */
export const CONFIG: CoordinatorMachineConfig = {
  seed: 1,
  batchSize: 8,
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
  heartbeatTimeoutMs: 5000,
  leaseFloorMs: 1000,
  audit: { share: 0, draw: () => 1 },
};

export const JOIN: Join = {
  protocolVersion: PROTOCOL_VERSION,
  schemaHash: CONFIG.schemaHash,
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

export function startState(parameterCount = CONFIG.parameterCount): TrainingState {
  return initialState(Float32Array.from({ length: parameterCount }, (_, i) => i + 1));
}

/** The gradient sum of a node, with integers, so that it does not depend on the order of additions. */
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

/** The parts of all gradient sums that answer a lease. */
export function partsOf(config: CoordinatorMachineConfig, lease: Lease, version: number): GradientPart[] {
  const work = workOf(config, lease.phase, version);
  const length = lease.phase === 'train' ? config.parameterCount : 0;
  return coveringNodes(lease.firstShard, lease.shardCount, work.shards).flatMap((node) => {
    const { vector, samples, lossSum } = sumOf(work, node, length);
    return Array.from({ length: partCount(vector.byteLength, config.partSizeBytes) }, (_, part) => {
      const data = partOf(vector, config.partSizeBytes, part);
      return { version, leaseId: lease.leaseId, ...node, samples, lossSum, part, data, computeMs: 0, waitMs: 0 };
    });
  });
}

export class TestCoordinator {
  readonly config: CoordinatorMachineConfig;
  readonly machine: CoordinatorMachine;
  /** The latest lease of each worker. */
  readonly leases = new Map<number, Lease>();
  nowMs = 0;

  constructor(changes: Partial<CoordinatorMachineConfig> = {}, state?: TrainingState) {
    this.config = { ...CONFIG, ...changes };
    this.machine = new CoordinatorMachine(this.config, state ?? startState(this.config.parameterCount));
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

  /** A message of worker n, whose process is n and which follows this leader by default. */
  from(n: number, body: WorkerBody, incarnation = n, leaderEpoch = this.config.leaderEpoch): CoordinatorEffect[] {
    return this.handle({ kind: 'message', from: idOf(n), message: { incarnation, leaderEpoch, body } });
  }

  join(n: number, changes: Partial<Join> = {}, incarnation = n): CoordinatorEffect[] {
    return this.from(n, { kind: 'join', ...JOIN, ...changes }, incarnation);
  }

  heartbeat(n: number, changes: Partial<WorkerHeartbeat> = {}): CoordinatorEffect[] {
    const leaseId = this.leases.get(n)?.leaseId ?? 0;
    return this.from(n, { kind: 'heartbeat', version: 0, leaseId, computed: false, msPerShard: 0, ...changes });
  }

  part(n: number, part: GradientPart): CoordinatorEffect[] {
    return this.from(n, { kind: 'gradientPart', ...part });
  }

  /** The parts that worker n has to send, with these changes. */
  parts(n: number, changes: Partial<GradientPart> = {}): GradientPart[] {
    const parts = partsOf(this.config, this.leases.get(n)!, this.machine.training.version);
    return parts.map((part) => ({ ...part, ...changes }));
  }

  /** Worker n answers its lease. */
  answer(n: number, changes: Partial<GradientPart> = {}): CoordinatorEffect[] {
    return this.parts(n, changes).flatMap((part) => this.part(n, part));
  }

  tick(atMs: number): CoordinatorEffect[] {
    this.nowMs = atMs;
    return this.handle({ kind: 'tick' });
  }

  /** Advances the time in steps of 100 ms while these workers send heartbeats. */
  live(untilMs: number, workers: readonly number[], changes: Partial<WorkerHeartbeat> = {}): CoordinatorEffect[] {
    const effects: CoordinatorEffect[] = [];
    while (this.nowMs < untilMs) {
      this.nowMs = Math.min(untilMs, this.nowMs + 100);
      for (const n of workers) effects.push(...this.heartbeat(n, changes));
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
  return of(effects, 'notice').map(({ level, message }) => `${level}: ${message}`);
}

/** The kinds of all effects in order, for messages with the kind of their body. */
export function kinds(effects: readonly CoordinatorEffect[]): string[] {
  return effects.map((effect) => {
    return effect.kind !== 'notice' && 'message' in effect ? `${effect.kind} ${effect.message.body.kind}` : effect.kind;
  });
}

/** A cluster of one worker after this many steps. */
export function clusterAfter(steps: number, changes: Partial<CoordinatorMachineConfig> = {}): TestCoordinator {
  const cluster = new TestCoordinator(changes);
  cluster.join(1);
  for (let step = 0; step < steps; step++) cluster.answer(1);
  return cluster;
}

/** The requested checkpoints, as `reason version`. */
export function checkpoints(effects: readonly CoordinatorEffect[]): string[] {
  return of(effects, 'checkpoint').map(({ reason, state }) => `${reason} ${state.version}`);
}

/** A cluster whose first step worker 1 computed alone, so that the second step is leased to all workers at once. */
export function clusterOf(
  workers: number,
  shards: number,
  changes = {},
): { cluster: TestCoordinator; effects: CoordinatorEffect[] } {
  const config = { shards, batchSize: 36, trainSamples: 72, ...changes };
  const cluster = new TestCoordinator(config);
  for (let n = 1; n <= workers; n++) cluster.join(n);
  return { cluster, effects: cluster.answer(1) };
}
