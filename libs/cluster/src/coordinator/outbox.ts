/** Collects the effects of one event, and adds the leader epoch and the version to every message. */
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
import type { WantedCheckpoint } from '../training/checkpoints.js';
import type { TrainingState } from '../training/training-state.js';

type WeightsRequest = Pick<Extract<WorkerBody, { kind: 'weightsRequest' }>, 'version' | 'parts'>;

/** One process. Another process with its id is not meant. */
export interface Recipient {
  id: WorkerId;
  incarnation: number;
}

/** Refusals that workers handle by themselves, and that are not logged. */
const QUIET: ReadonlySet<RefusalCode> = new Set(['UNKNOWN_WORKER', 'STALE']);

/** Workers repeat a request after 300 ms. A request takes a few bytes, and the response may be all of the weights. */
const WEIGHTS_AT_MOST_EVERY_MS = 100;

export class Outbox {
  private effects: CoordinatorEffect[] = [];

  constructor(
    private readonly config: Pick<CoordinatorMachineConfig, 'leaderEpoch' | 'partSizeBytes' | 'wireDtype'>,
    private readonly state: TrainingState,
  ) {}

  /** The effects since the last call. */
  take(): CoordinatorEffect[] {
    const effects = this.effects;
    this.effects = [];
    return effects;
  }

  push(...effects: CoordinatorEffect[]): void {
    this.effects.push(...effects);
  }

  checkpoint(wanted: WantedCheckpoint | undefined): void {
    if (wanted) this.push({ kind: 'checkpoint', ...wanted });
  }

  send({ id, incarnation }: Recipient, body: CoordinatorBody): void {
    this.effects.push({ kind: 'send', to: id, message: this.message(incarnation, body) });
  }

  broadcast(body: CoordinatorBody): void {
    this.effects.push({ kind: 'broadcast', message: this.message(0, body) });
  }

  /** @param version version of the content, where it is not the latest */
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

  /** Sends a worker the parts of the latest weights that it lacks, or all when it names none or those of an older version. */
  answerWeightsRequest(member: Member, { version, parts }: WeightsRequest, nowMs: number): void {
    const { weights, key } = member;
    if (nowMs - weights.sentAtMs >= WEIGHTS_AT_MOST_EVERY_MS) {
      weights.sentAtMs = nowMs;
      const wanted = new Set(version === this.state.version ? parts : []);
      for (const body of this.weightsParts()) if (wanted.size === 0 || wanted.has(body.part)) this.send(member, body);
      return;
    }
    if (!weights.isGreedy) this.notice('warn', `worker ${key} floods with requests for weights: not all are answered`);
    weights.isGreedy = true;
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

  /** The weights that workers compute with. Adam updates the float32 weights, because most updates are smaller than the rounding. */
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
