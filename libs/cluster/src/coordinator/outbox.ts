/** Collects the effects of one event, and stamps every message with the leader epoch and the version. */
import { roundToBf16 } from '@lockstep/optim';
import {
  partCount,
  partOf,
  wireBytes,
  workerKey,
  type CoordinatorBody,
  type CoordinatorMessage,
  type RefusalCode,
  type WorkerBody,
  type WorkerId,
} from '@lockstep/protocol';
import type { CoordinatorEffect, CoordinatorMachineConfig } from './events.js';
import type { Member, Refused } from '../membership/members.js';
import type { TrainingState } from '../training/training-state.js';

type WeightsRequest = Pick<Extract<WorkerBody, { kind: 'weightsRequest' }>, 'version' | 'parts'>;

/** A process, and not whoever else has its id. */
export interface Recipient {
  id: WorkerId;
  incarnation: number;
}

/** Refusals that workers mend by themselves: nothing for a person to read. */
const QUIET: ReadonlySet<RefusalCode> = new Set(['UNKNOWN_WORKER', 'STALE']);

/** Workers ask again after 300 ms: a question takes a few bytes, and the answer to it may be all of the weights. */
const WEIGHTS_AT_MOST_EVERY_MS = 100;

export class Outbox {
  private effects: CoordinatorEffect[] = [];

  constructor(
    private readonly config: Pick<CoordinatorMachineConfig, 'leaderEpoch' | 'partSizeBytes' | 'wireDtype'>,
    private readonly state: TrainingState,
  ) {}

  /** What was collected since the last call. */
  take(): CoordinatorEffect[] {
    const effects = this.effects;
    this.effects = [];
    return effects;
  }

  push(...effects: CoordinatorEffect[]): void {
    this.effects.push(...effects);
  }

  send({ id, incarnation }: Recipient, body: CoordinatorBody): void {
    this.effects.push({ kind: 'send', to: id, message: this.message(incarnation, body) });
  }

  broadcast(body: CoordinatorBody): void {
    this.effects.push({ kind: 'broadcast', message: this.message(0, body) });
  }

  /** @param version of what the message holds, where that is not the latest */
  toStandbys(body: CoordinatorBody, version = this.state.version): void {
    this.effects.push({ kind: 'toStandbys', message: { ...this.message(0, body), version } });
  }

  notice(level: 'info' | 'warn', message: string): void {
    this.effects.push({ kind: 'notice', level, message });
  }

  refuse(to: Recipient, refused: Refused): void {
    this.send(to, { kind: 'refusal', ...refused });
    if (!QUIET.has(refused.code)) this.notice('warn', `refused ${workerKey(to.id)}: ${refused.reason}`);
  }

  /** Sends a worker the parts of the latest weights that it lacks: all of them when it names none, or those of an older version. */
  answerWeightsRequest(member: Member, { version, parts }: WeightsRequest, nowMs: number): void {
    const { weights, key } = member;
    if (nowMs - weights.sentAtMs >= WEIGHTS_AT_MOST_EVERY_MS) {
      weights.sentAtMs = nowMs;
      return this.sendWeights(member, version === this.state.version ? parts : []);
    }
    if (!weights.isGreedy) this.notice('warn', `worker ${key} floods with requests for weights: not all are answered`);
    weights.isGreedy = true;
  }

  /** Sends parts of the latest weights to one worker; all of them when none is named. */
  sendWeights(to: Recipient, parts: readonly number[]): void {
    const wanted = new Set(parts);
    for (const body of this.weightsParts()) {
      if (wanted.size === 0 || wanted.has(body.part)) this.send(to, body);
    }
  }

  broadcastWeights(): void {
    for (const body of this.weightsParts()) this.broadcast(body);
  }

  private weightsParts() {
    const { partSizeBytes, wireDtype } = this.config;
    const weights = this.sentWeights();
    const count = partCount(wireBytes(weights.length, wireDtype), partSizeBytes);
    return Array.from({ length: count }, (_, part) => {
      return { kind: 'weightsPart' as const, part, data: partOf(weights, partSizeBytes, part, wireDtype) };
    });
  }

  /** What workers compute with. Adam goes on with the float32 weights: most updates are smaller than what rounding takes away. */
  private sentWeights(): Float32Array {
    if (this.config.wireDtype === 'f32') return this.state.weights;
    const rounded = this.state.weights.slice();
    roundToBf16(rounded);
    return rounded;
  }

  private message(toIncarnation: number, body: CoordinatorBody): CoordinatorMessage {
    return { leaderEpoch: this.config.leaderEpoch, version: this.state.version, toIncarnation, body };
  }
}
