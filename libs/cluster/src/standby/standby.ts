/**
 * A hot standby's logic, without I/O: (event, now) → effects.
 *
 * It follows the leader by the reduced gradient of every step, to which it applies Adam itself: the same function on the same
 * bits. What is lost is asked for again; when the leader no longer has it, a snapshot of the whole state takes its place. When
 * the leader is gone, the state is what training goes on from.
 */
import { WrongPartError, type CoordinatorMessage, type ReducedPart, type StandbyBody } from '@lockstep/protocol';
import { applyUpdate, type TrainingState } from '../training/training-state.js';
import type { StandbyEffect, StandbyEvent, StandbyConfig } from './events.js';
import { KEPT_GRADIENTS } from './feed.js';
import { Gradients } from './gradients.js';
import { SnapshotInbox } from './snapshot-inbox.js';

const HEARTBEAT_MS = 500;
/** Without progress for so long, what is missing is asked for. */
const RESEND_MS = 200;

export class StandbyMachine {
  private effects: StandbyEffect[] = [];
  private leaderEpoch = 0;
  /** The latest version that the leader is known to have. */
  private latest = 0;
  private state: TrainingState | undefined;
  /** Set while a snapshot is needed. */
  private snapshot: SnapshotInbox | undefined;
  private gradients: Gradients;
  private progressMs = -Infinity;
  private lastHeartbeatMs = -Infinity;

  constructor(private readonly config: StandbyConfig) {
    this.gradients = new Gradients(config);
  }

  /** Whether it has all that training has reached but for what is on its way. */
  get synced(): boolean {
    return this.state !== undefined && this.snapshot === undefined;
  }

  /** What it would go on from; undefined when it never had anything. Ownership passes to the caller. */
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

  /** Another coordinator leads: its versions need not hold the same weights as the last one's. */
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
    // So that the leader knows at once.
    this.lastHeartbeatMs = -Infinity;
  }

  /** Applies all updates that can be. */
  private apply(): void {
    const { state } = this;
    if (!state) return;
    for (let sum = this.gradients.take(state.version + 1); sum; sum = this.gradients.take(state.version + 1))
      applyUpdate(state, sum, this.config);
  }

  /** When the next gradient is neither here nor with the leader, it takes a snapshot to go on. */
  private mendGap(nowMs: number): void {
    const { state, latest } = this;
    if (!state || this.snapshot || latest - state.version <= KEPT_GRADIENTS) return;
    this.snapshot = new SnapshotInbox(this.config);
    this.effects.push({ kind: 'notice', level: 'warn', message: `lost step ${state.version + 1}: starting anew` });
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
