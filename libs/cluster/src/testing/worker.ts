/** A worker's machine for tests. */
import { partCount, partOf, type CoordinatorBody, type Lease, type WorkerBody } from '@lockstep/protocol';
import { samplesOf, workOf } from '../training/step-work.js';
import type { ShardResult, WorkerEffect, WorkerEvent, WorkerConfig } from '../worker/events.js';
import { WorkerMachine } from '../worker/machine.js';
import { JOIN, CONFIG } from './coordinator.js';

const { seed, batchSize, shards, trainSamples, testSamples, parameterCount, partSizeBytes, heartbeatTimeoutMs } =
  CONFIG;
const { schemaHash, fingerprint, device, host, threads } = JOIN;

export const WORKER_CONFIG: WorkerConfig = {
  ...{ seed, batchSize, shards, trainSamples, testSamples, parameterCount, partSizeBytes, heartbeatTimeoutMs },
  ...{ schemaHash, fingerprint, device, host, threads },
  heartbeatIntervalMs: 500,
  wireDtype: 'f32',
  incarnation: 7,
};

export const WEIGHTS = Float32Array.of(1, 2, 3, 4);

export class TestWorker {
  readonly config: WorkerConfig;
  readonly machine: WorkerMachine;
  nowMs = 0;
  leaderEpoch = 1;
  version = 0;

  constructor(changes: Partial<WorkerConfig> = {}) {
    this.config = { ...WORKER_CONFIG, ...changes };
    this.machine = new WorkerMachine(this.config);
  }

  handle(event: WorkerEvent): WorkerEffect[] {
    return this.machine.handle(event, this.nowMs);
  }

  /** A message of the leader with the current epoch and version. */
  receive(body: CoordinatorBody, toIncarnation = this.config.incarnation): WorkerEffect[] {
    const { leaderEpoch, version } = this;
    return this.handle({ kind: 'message', message: { leaderEpoch, version, toIncarnation, body } });
  }

  refuse(code: Extract<CoordinatorBody, { kind: 'refusal' }>['code']): WorkerEffect[] {
    return this.receive({ kind: 'refusal', code, reason: `you are ${code}` });
  }

  lease(changes: Partial<Lease> = {}): WorkerEffect[] {
    const lease: Lease = { phase: 'train', leaseId: 1, firstShard: 0, shardCount: 2, creditParts: 10, ...changes };
    return this.receive({ kind: 'lease', ...lease });
  }

  weightsParts(): CoordinatorBody[] {
    return Array.from({ length: partCount(WEIGHTS.byteLength, partSizeBytes) }, (_, part) => {
      return { kind: 'weightsPart', part, data: partOf(WEIGHTS, partSizeBytes, part) };
    });
  }

  weights(): WorkerEffect[] {
    return this.weightsParts().flatMap((body) => this.receive(body));
  }

  /** The result of a shard, with the value shard + 1, of the current step by default. */
  computed(leaseId: number, shard: number, changes: Partial<ShardResult> = {}): WorkerEffect[] {
    const work = workOf(this.config, 'train', this.version);
    const vector = new Float32Array(parameterCount).fill(shard + 1);
    const { size: samples } = samplesOf(work, shard);
    const result = { version: this.version, leaseId, shard, vector, samples, lossSum: 10, computeMs: 7 };
    return this.handle({ kind: 'computed', ...result, ...changes });
  }

  tick(atMs: number): WorkerEffect[] {
    this.nowMs = atMs;
    return this.handle({ kind: 'tick' });
  }
}

/** A worker that has joined and holds the weights of version 0. */
export function readyWorker(changes: Partial<WorkerConfig> = {}): TestWorker {
  const worker = new TestWorker(changes);
  worker.tick(0);
  worker.receive({ kind: 'welcome' });
  worker.weights();
  return worker;
}

// ---- what the effects say ---------------------------------------------------------------------------------------------

export function said<Kind extends WorkerBody['kind']>(effects: readonly WorkerEffect[], kind: Kind) {
  return effects.flatMap((effect) => {
    return effect.kind === 'send' && effect.message.body.kind === kind
      ? [effect.message.body as Extract<WorkerBody, { kind: Kind }>]
      : [];
  });
}

/** The kinds of all effects in order, for messages with the kind of their body. */
export function doings(effects: readonly WorkerEffect[]): string[] {
  return effects.map((effect) => (effect.kind === 'send' ? `send ${effect.message.body.kind}` : effect.kind));
}

/** The parts that are sent, as `level/index part`. */
export function partsSent(effects: readonly WorkerEffect[]): string[] {
  return said(effects, 'gradientPart').map(({ level, index, part }) => `${level}/${index} ${part}`);
}
