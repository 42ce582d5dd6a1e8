/**
 * A hot standby's logic, without I/O: (event, now) → effects.
 *
 * It receives the reduced gradient of every step and applies the optimizer to it, which gives the leader's bits. It requests lost
 * gradients again. When the leader no longer has them, the standby requests a snapshot of the whole state. When the leader is gone,
 * training resumes from the standby's state.
 */
import { WrongPartError, type CoordinatorMessage, type ReducedPart, type StandbyBody } from '@lockstep/protocol';
import { applyUpdate, type TrainingState } from '../training/training-state.js';
import type { StandbyEffect, StandbyEvent, StandbyConfig } from './events.js';
import { KEPT_GRADIENTS } from './feed.js';
import { Gradients } from './gradients.js';
import { SnapshotInbox } from './snapshot-inbox.js';

const HEARTBEAT_MS = 500;
/** Time without progress after which missing parts are requested. */
const RESEND_MS = 200;

export class StandbyMachine {
  private effects: StandbyEffect[] = [];
  private leaderEpoch = 0;
  /** The latest version that the leader has announced. */
  private latest = 0;
  private state: TrainingState | undefined;
  /** Set while the standby needs a snapshot. */
  private snapshot: SnapshotInbox | undefined;
  private gradients: Gradients;
  private progressMs = -Infinity;
  private lastHeartbeatMs = -Infinity;

  constructor(private readonly config: StandbyConfig) {
    this.gradients = new Gradients(config);
  }

  /** True when the standby needs no snapshot: it holds the leader's state except for gradients that are under way. */
  get synced(): boolean {
    return this.state !== undefined && this.snapshot === undefined;
  }

  /** The state to resume from; undefined before the first snapshot. Ownership passes to the caller. */
  get training(): TrainingState | undefined {
    return this.state;
  }

  handle(event: StandbyEvent, nowMs: number): StandbyEffect[] {
    this.effects = [];
    if (event.kind === 'tick') this.onTick(nowMs);
    else this.onMessage(event.message, nowMs);
    return this.effects;
  }

  private onMessage({ leaderEpoch, version, body }: CoordinatorMessage, nowMs: number): void {
    if (leaderEpoch < this.leaderEpoch) return;
    if (leaderEpoch > this.leaderEpoch) this.follow(leaderEpoch);
    this.latest = Math.max(this.latest, version);
    try {
      if (body.kind === 'reducedPart') this.onReduced(version, body, nowMs);
      if (body.kind === 'statePart' && this.snapshot?.add(body)) this.onStatePart(this.snapshot, nowMs);
    } catch (error) {
      if (!(error instanceof WrongPartError)) throw error;
      this.effects.push({ kind: 'notice', level: 'warn', message: `a message of the leader: ${error.message}` });
    }
    this.mendGap(nowMs);
  }

  /** Follows another leader. The same version may have other weights than those of the previous leader. */
  private follow(leaderEpoch: number): void {
    this.leaderEpoch = leaderEpoch;
    this.latest = 0;
    this.state = undefined;
    this.gradients = new Gradients(this.config);
    this.snapshot = new SnapshotInbox(this.config);
    this.progressMs = -Infinity;
    this.lastHeartbeatMs = -Infinity;
  }

  private onReduced(version: number, part: ReducedPart, nowMs: number): void {
    if (version <= (this.state?.version ?? 0)) return;
    if (!this.gradients.add(version, part) || this.snapshot) return;
    this.progressMs = nowMs;
    this.apply();
  }

  private onStatePart(snapshot: SnapshotInbox, nowMs: number): void {
    this.progressMs = nowMs;
    if (snapshot.mayAsk) return this.retransmit(nowMs);
    const state = snapshot.state();
    if (!state) return;
    this.snapshot = undefined;
    this.state = state;
    this.gradients.dropUntil(state.version);
    this.latest = Math.max(this.latest, state.version);
    this.effects.push({
      kind: 'notice',
      level: 'info',
      message: `in step with the leader from step ${state.version} on`,
    });
    this.apply();
    // Reports to the leader at the next tick.
    this.lastHeartbeatMs = -Infinity;
  }

  /** Applies the complete gradients that follow the state. */
  private apply(): void {
    const { state } = this;
    if (!state) return;
    for (let sum = this.gradients.take(state.version + 1); sum; sum = this.gradients.take(state.version + 1))
      applyUpdate(state, sum, this.config);
  }

  /** Requests a snapshot when the leader no longer keeps the next gradient. */
  private mendGap(nowMs: number): void {
    const { state, latest } = this;
    if (!state || this.snapshot || latest - state.version <= KEPT_GRADIENTS) return;
    this.snapshot = new SnapshotInbox(this.config);
    this.effects.push({
      kind: 'notice',
      level: 'warn',
      message: `lost step ${state.version + 1}: requesting a snapshot`,
    });
    this.retransmit(nowMs);
  }

  private onTick(nowMs: number): void {
    if (nowMs - this.lastHeartbeatMs >= HEARTBEAT_MS) {
      this.lastHeartbeatMs = nowMs;
      this.send({ kind: 'heartbeat', version: this.state?.version ?? 0, synced: this.synced });
    }
    if (nowMs - this.progressMs >= RESEND_MS) this.retransmit(nowMs);
  }

  private retransmit(nowMs: number): void {
    const { state, snapshot } = this;
    if (snapshot) this.send({ kind: 'stateRequest', ...snapshot.wanted() });
    else if (state && state.version < this.latest) {
      const version = state.version + 1;
      this.send({ kind: 'reducedRequest', version, parts: this.gradients.missing(version) });
    } else return;
    this.progressMs = nowMs;
  }

  private send(body: StandbyBody): void {
    this.effects.push({ kind: 'send', leaderEpoch: this.leaderEpoch, body });
  }
}
