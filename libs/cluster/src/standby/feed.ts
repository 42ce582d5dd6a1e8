/**
 * The leader's side of hot standbys. It sends the reduced gradient of every step to all standbys. A standby that starts or has
 * lost too many gradients requests the parts of a snapshot.
 *
 * Without standbys nothing is sent or kept. The last gradients and one snapshot are kept at most.
 */
import type { GradientSum } from '@lockstep/optim';
import {
  partCount,
  partOf,
  wireBytes,
  type CoordinatorBody,
  type StandbyBody,
  type StandbyMessage,
  type StandbyStatus,
} from '@lockstep/protocol';
import type { TrainingState } from '../training/training-state.js';
import type { StandbyConfig } from './events.js';
import { headerOf, packState, type SnapshotHeader } from './snapshot.js';

/** Reduced gradients that can be requested again. */
export const KEPT_GRADIENTS = 2;
const HEARTBEAT_MS = 500;
/** A standby that is silent for this long is dropped. */
const SILENT_MS = 3000;
/** A snapshot that is not requested for this long is dropped. */
const SNAPSHOT_IDLE_MS = 2000;
/** Bounds the memory. */
const MOST_STANDBYS = 16;
/** Bounds the response to one request. */
const MOST_PARTS_AT_ONCE = 16;

/** Takes what the feed sends. */
export interface FeedOutput {
  /** @param version version of the content, where it is not the latest */
  toStandbys(body: CoordinatorBody, version?: number): void;
  notice(level: 'info' | 'warn', message: string): void;
}

interface Standby {
  version: number;
  synced: boolean;
  lastSeenMs: number;
}

export class StandbyFeed {
  private readonly standbys = new Map<string, Standby>();
  /** Oldest first. */
  private kept: { version: number; sum: GradientSum }[] = [];
  /** `sent`: all of its parts have been sent at least once. */
  private snapshot: { header: SnapshotHeader; packed: Float32Array; askedMs: number; sent: boolean } | undefined;
  private lastHeartbeatMs = -Infinity;

  constructor(
    private readonly config: Pick<StandbyConfig, 'partSizeBytes' | 'wireDtype'> & { leaderEpoch: number },
    private readonly out: FeedOutput,
    private readonly state: Readonly<TrainingState>,
  ) {}

  /** The state of the standbys, for people. */
  status(nowMs: number): StandbyStatus[] {
    return Array.from(this.standbys, ([id, { version, synced, lastSeenMs }]) => {
      return { id, version, synced, silentMs: nowMs - lastSeenMs };
    });
  }

  onMessage(from: string, { leaderEpoch, body }: StandbyMessage, nowMs: number): void {
    // The heartbeat tells a standby of a previous leader about this leader.
    const follows = leaderEpoch === this.config.leaderEpoch;
    const standby = this.standbys.get(from) ?? this.welcome(from);
    if (!standby) return;
    standby.lastSeenMs = nowMs;
    if (body.kind === 'heartbeat') {
      standby.version = body.version;
      standby.synced = follows && body.synced;
    } else if (follows) this.answer(body, nowMs);
  }

  /**
   * To be called when the update of `sum` has been applied.
   * @returns whether the feed keeps `sum`, whose vector may then no longer be changed
   */
  onCommit(sum: GradientSum, nowMs: number): boolean {
    this.forgetSilent(nowMs);
    if (this.standbys.size === 0) return false;
    this.kept = [...this.kept, { version: this.state.version, sum }].slice(-KEPT_GRADIENTS);
    this.sendReduced(this.state.version, sum, []);
    return true;
  }

  tick(nowMs: number): void {
    this.forgetSilent(nowMs);
    if (this.snapshot && nowMs - this.snapshot.askedMs > SNAPSHOT_IDLE_MS) this.snapshot = undefined;
    if (this.standbys.size === 0 || nowMs - this.lastHeartbeatMs < HEARTBEAT_MS) return;
    this.lastHeartbeatMs = nowMs;
    this.out.toStandbys({ kind: 'heartbeat' });
  }

  private welcome(from: string): Standby | undefined {
    if (this.standbys.size >= MOST_STANDBYS) return undefined;
    const standby = { version: 0, synced: false, lastSeenMs: 0 };
    this.standbys.set(from, standby);
    // Sends a heartbeat at the next tick, so that the standby learns the leader epoch.
    this.lastHeartbeatMs = -Infinity;
    this.out.notice('info', `${from} is a standby now`);
    return standby;
  }

  private forgetSilent(nowMs: number): void {
    for (const [id, { lastSeenMs }] of this.standbys) {
      if (nowMs - lastSeenMs <= SILENT_MS) continue;
      this.standbys.delete(id);
      this.out.notice('warn', `${id} is silent and no longer counts as a standby`);
    }
    if (this.standbys.size > 0) return;
    this.kept = [];
    this.snapshot = undefined;
  }

  private answer(body: Exclude<StandbyBody, { kind: 'heartbeat' }>, nowMs: number): void {
    if (body.kind === 'reducedRequest') {
      const found = this.kept.find(({ version }) => version === body.version);
      if (found) this.sendReduced(found.version, found.sum, body.parts);
      return;
    }
    this.sendState(body.snapshotVersion, body.firstPart, body.partCount, nowMs);
  }

  private sendReduced(version: number, { vector, samples, lossSum }: GradientSum, parts: readonly number[]): void {
    const wanted = new Set(parts);
    const { partSizeBytes, wireDtype } = this.config;
    for (let part = 0; part < partCount(wireBytes(vector.length, wireDtype), partSizeBytes); part++) {
      if (wanted.size > 0 && !wanted.has(part)) continue;
      const data = partOf(vector, partSizeBytes, part, wireDtype);
      this.out.toStandbys({ kind: 'reducedPart', samples, lossSum, part, data }, version);
    }
  }

  private sendState(begunWith: number | undefined, firstPart: number, count: number, nowMs: number): void {
    // Before the first worker has joined, a snapshot would hold nothing new, and would lack the fingerprint.
    if (this.state.fingerprint === undefined) return;
    const snapshot = this.snapshotFor(begunWith);
    if (!snapshot) return;
    snapshot.askedMs = nowMs;
    const { header, packed } = snapshot;
    const parts = partCount(packed.byteLength, this.config.partSizeBytes);
    const end = Math.min(parts, firstPart + Math.min(count, MOST_PARTS_AT_ONCE));
    for (let part = firstPart; part < end; part++) {
      const data = partOf(packed, this.config.partSizeBytes, part);
      this.out.toStandbys({ kind: 'statePart', ...header, part, data });
    }
    snapshot.sent ||= firstPart < end && end === parts;
  }

  /** Keeps one snapshot at a time. A standby that starts meanwhile takes the same snapshot, or requests again later if it is too old. */
  private snapshotFor(begunWith: number | undefined) {
    const { snapshot, state } = this;
    if (snapshot) {
      const { snapshotVersion } = snapshot.header;
      if (snapshotVersion === begunWith || snapshotVersion >= state.version - KEPT_GRADIENTS) return snapshot;
      if (!snapshot.sent) return begunWith === undefined ? undefined : snapshot;
    }
    this.snapshot = { header: headerOf(state), packed: packState(state), askedMs: -Infinity, sent: false };
    return this.snapshot;
  }
}
