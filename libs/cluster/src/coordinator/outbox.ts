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
import type { CoordinatorEffect, CoordinatorPlan } from './events.js';
import type { Member, Refused } from './members.js';
import type { TrainingState } from './training-state.js';

type WeightsWanted = Pick<Extract<WorkerBody, { kind: 'weightsWanted' }>, 'version' | 'parts'>;

/** A process, and not whoever else has its id. */
export interface Recipient {
  id: WorkerId;
  incarnation: number;
}

/** Refusals that workers mend by themselves: nothing for a person to read. */
const QUIET: ReadonlySet<RefusalCode> = new Set(['UNKNOWN_WORKER', 'STALE']);

/** Workers ask again after 300 ms: a question takes a few bytes, and the answer to it may be all of the weights. */
const WEIGHTS_AT_MOST_EVERY_MS = 100;

/** Takes effects of an event that shall not wait until all of it is dealt with: in order, before those that are returned. */
export type EarlyEffects = (effects: readonly CoordinatorEffect[]) => void;

export class Outbox {
  /** While an event is dealt with: where effects go that are in a hurry. */
  early: EarlyEffects | undefined;
  private effects: CoordinatorEffect[] = [];

  constructor(
    private readonly plan: Pick<CoordinatorPlan, 'leaderEpoch' | 'partSizeBytes' | 'wireDtype'>,
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

  /** @param version of what the message holds, where that is not the newest */
  toStandbys(body: CoordinatorBody, version = this.state.version): void {
    this.effects.push({ kind: 'toStandbys', message: { ...this.message(0, body), version } });
  }

  notice(level: 'info' | 'warn', sentence: string): void {
    this.effects.push({ kind: 'notice', level, sentence });
  }

  refuse(to: Recipient, refused: Refused): void {
    this.send(to, { kind: 'refusal', ...refused });
    if (!QUIET.has(refused.code)) this.notice('warn', `refused ${workerKey(to.id)}: ${refused.sentence}`);
  }

  /** Sends a worker the parts of the newest weights that it lacks: all of them when it names none, or those of an older version. */
  answerWanted(member: Member, { version, parts }: WeightsWanted, nowMs: number): void {
    const { weights, key } = member;
    if (nowMs - weights.sentAtMs >= WEIGHTS_AT_MOST_EVERY_MS) {
      weights.sentAtMs = nowMs;
      return this.sendWeights(member, version === this.state.version ? parts : []);
    }
    if (!weights.isGreedy) this.notice('warn', `worker ${key} floods with requests for weights: not all are answered`);
    weights.isGreedy = true;
  }

  /** Sends parts of the newest weights to one worker; all of them when none is named. */
  sendWeights(to: Recipient, parts: readonly number[]): void {
    const wanted = new Set(parts);
    for (let part = 0; part < this.partCount; part++) {
      if (wanted.size === 0 || wanted.has(part)) this.send(to, this.weightsPart(part));
    }
  }

  /**
   * Broadcasts a part of the next version's weights while those behind it are still being computed: so the network is not idle
   * during Adam, nor the processor while the network works.
   */
  broadcastNextPart(part: number): void {
    const message = this.message(0, this.weightsPart(part));
    this.effects.push({ kind: 'broadcast', message: { ...message, version: this.state.version + 1 } });
    this.early?.(this.take());
  }

  get valuesPerPart(): number {
    return this.plan.partSizeBytes / wireBytes(1, this.plan.wireDtype);
  }

  private get partCount(): number {
    return partCount(wireBytes(this.state.weights.length, this.plan.wireDtype), this.plan.partSizeBytes);
  }

  /** What workers compute with. Adam goes on with the float32 weights: most updates are smaller than what rounding takes away. */
  private weightsPart(part: number) {
    const { valuesPerPart } = this;
    const { partSizeBytes, wireDtype } = this.plan;
    const { weights } = this.state;
    const kind = 'weightsPart' as const;
    if (wireDtype === 'f32') return { kind, part, data: partOf(weights, partSizeBytes, part) };
    const rounded = weights.slice(part * valuesPerPart, (part + 1) * valuesPerPart);
    roundToBf16(rounded);
    return { kind, part, data: partOf(rounded, partSizeBytes, 0, wireDtype) };
  }

  private message(toIncarnation: number, body: CoordinatorBody): CoordinatorMessage {
    return { leaderEpoch: this.plan.leaderEpoch, version: this.state.version, toIncarnation, body };
  }
}
