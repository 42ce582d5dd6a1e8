/** Collects the effects of one event, and stamps every message with the leader epoch and the version. */
import { partCount, partOf, type CoordinatorBody, type WorkerId } from '@lockstep/protocol';
import type { CoordinatorEffect } from './events.js';
import type { Refused } from './members.js';
import type { TrainingState } from './training-state.js';

export class Outbox {
  private effects: CoordinatorEffect[] = [];

  constructor(
    private readonly leaderEpoch: number,
    private readonly partSizeBytes: number,
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

  send(to: WorkerId, body: CoordinatorBody): void {
    this.effects.push({ kind: 'send', to, message: this.message(body) });
  }

  broadcast(body: CoordinatorBody): void {
    this.effects.push({ kind: 'broadcast', message: this.message(body) });
  }

  notice(level: 'info' | 'warn', sentence: string): void {
    this.effects.push({ kind: 'notice', level, sentence });
  }

  refuse(to: WorkerId, refused: Refused): void {
    this.send(to, { kind: 'refusal', ...refused });
    // A worker that we do not know joins again by itself; the rest is for a person to mend.
    if (refused.code !== 'UNKNOWN_WORKER') this.notice('warn', `refused ${to.pool}.${to.member}: ${refused.sentence}`);
  }

  /** Sends parts of the newest weights to one worker; all of them when none is named. */
  sendWeights(to: WorkerId, parts: readonly number[]): void {
    const wanted = new Set(parts);
    for (const body of this.weightsParts()) {
      if (wanted.size === 0 || wanted.has(body.part)) this.send(to, body);
    }
  }

  broadcastWeights(): void {
    for (const body of this.weightsParts()) this.broadcast(body);
  }

  private weightsParts() {
    const { weights } = this.state;
    const count = partCount(weights.byteLength, this.partSizeBytes);
    return Array.from({ length: count }, (_, part) => {
      return { kind: 'weightsPart' as const, part, data: partOf(weights, this.partSizeBytes, part) };
    });
  }

  private message(body: CoordinatorBody) {
    return { leaderEpoch: this.leaderEpoch, version: this.state.version, body };
  }
}
