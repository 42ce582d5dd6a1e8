/**
 * A worker's logic, without I/O: (event, now) → effects.
 *
 * It joins, gets the latest weights, computes its leases, sends the gradient sums, and keeps them until the step is over. It
 * repeats everything that may have been lost. It follows a leader with a newer epoch, and ignores one with an older epoch.
 */
import {
  LIMITS,
  PROTOCOL_VERSION,
  WrongPartError,
  type CoordinatorBody,
  type CoordinatorMessage,
  type Lease,
  type RefusalCode,
  type WorkerBody,
} from '@lockstep/protocol';
import { samplesOf, workOf } from '../training/step-work.js';
import { VectorPool } from '../vector-pool.js';
import type { ShardResult, WorkerEffect, WorkerEvent, WorkerConfig } from './events.js';
import { LeaseWork } from './lease-work.js';
import { WeightsInbox } from './weights.js';

const JOIN_RETRY_MS = 1000;
/** Vectors that are kept for the next weights. Two are rarely needed at once. */
const MOST_FREE_VECTORS = 2;
/** Refusals after which this process tries to join again. After all others a person has to act. */
const JOIN_AGAIN: ReadonlySet<RefusalCode> = new Set(['UNKNOWN_WORKER', 'DUPLICATE_ID']);
/** Refusals of one message, not of the worker. */
const HARMLESS: ReadonlySet<RefusalCode> = new Set(['NO_LEASE', 'MALFORMED']);

export class WorkerMachine {
  private readonly vectors = new VectorPool(MOST_FREE_VECTORS);
  private readonly weights: WeightsInbox;
  private joined = false;
  private over = false;
  private leaderEpoch = 0;
  private latestVersion = 0;
  private lease: LeaseWork | undefined;
  private latestLeaseId = 0;
  /** Shards whose computation was requested and has not ended. */
  private pending = 0;
  /** Computing time of the last shard. */
  private msPerShard = 0;
  private effects: WorkerEffect[] = [];
  private lastJoinMs = -Infinity;
  private lastHeartbeatMs = -Infinity;
  private lastHeardMs: number | undefined;
  private leaderSilent = false;
  private duplicateSinceMs: number | undefined;

  constructor(private readonly config: WorkerConfig) {
    this.weights = new WeightsInbox(config.parameterCount, config.partSizeBytes, config.wireDtype, this.vectors);
  }

  handle(event: WorkerEvent, nowMs: number): WorkerEffect[] {
    if (this.over) return [];
    this.effects = [];
    switch (event.kind) {
      case 'message':
        this.onMessage(event.message, nowMs);
        break;
      case 'computed':
        this.onComputed(event);
        break;
      case 'dropped':
        this.pending -= 1;
        break;
      case 'tick':
        this.onTick(nowMs);
        break;
      case 'stop':
        this.send({ kind: 'leave', reason: event.reason });
        this.exit(true, event.reason);
    }
    return this.effects;
  }

  private onMessage({ leaderEpoch, version, toIncarnation, body }: CoordinatorMessage, nowMs: number): void {
    // The message is for another process with the same id.
    if (toIncarnation !== 0 && toIncarnation !== this.config.incarnation) return;
    if (leaderEpoch < this.leaderEpoch) return;
    if (leaderEpoch > this.leaderEpoch) this.follow(leaderEpoch);
    this.lastHeardMs = nowMs;
    if (this.leaderSilent) this.notice('info', 'the coordinator is back');
    this.leaderSilent = false;
    this.latestVersion = Math.max(this.latestVersion, version);
    // The step of an older version is over, so its gradients will not be requested again.
    if (this.lease && this.lease.work.version < version) this.dropLease();
    this.onBody(body, version, nowMs);
  }

  private onBody(body: CoordinatorBody, version: number, nowMs: number): void {
    switch (body.kind) {
      case 'welcome':
        if (!this.joined) this.notice('info', 'joined the run');
        this.joined = true;
        this.duplicateSinceMs = undefined;
        return;
      case 'refusal':
        return this.onRefusal(body.code, body.reason, nowMs);
      case 'weightsPart':
        return this.onWeightsPart(version, body.part, body.data, nowMs);
      case 'lease':
        // Before the welcome it is ignored, because the coordinator sends it again.
        return this.joined ? this.onLease(body, version, nowMs) : undefined;
      case 'gradientRequest':
        if (this.lease?.lease.leaseId !== body.leaseId) return;
        for (const part of this.lease.wanted(body)) this.send({ kind: 'gradientPart', ...part });
        return;
      case 'ended':
        return this.exit(true, `the run is over: ${body.reason}`);
      case 'runInfo':
      case 'heartbeat':
      case 'checkpoint':
        return;
    }
  }

  /** Follows another leader. The same version may have other weights than those of the previous leader. */
  private follow(leaderEpoch: number): void {
    this.leaderEpoch = leaderEpoch;
    this.latestVersion = 0;
    this.weights.reset();
    this.dropLease();
    this.latestLeaseId = 0;
    this.joined = false;
    this.duplicateSinceMs = undefined;
    this.lastJoinMs = -Infinity;
  }

  private dropLease(): void {
    if (this.lease) this.effects.push({ kind: 'cancel', beforeLeaseId: this.lease.lease.leaseId + 1 });
    this.lease?.release();
    this.lease = undefined;
  }

  private onRefusal(code: RefusalCode, message: string, nowMs: number): void {
    if (code === 'STALE') return;
    if (HARMLESS.has(code)) return this.notice('warn', `the coordinator refused a message: ${message}`);
    if (!JOIN_AGAIN.has(code)) return this.exit(false, `the coordinator refused this worker: ${message}`);
    this.joined = false;
    if (code !== 'DUPLICATE_ID') return;
    // The other process may be an earlier one of this worker, which the coordinator does not yet take for dead.
    this.duplicateSinceMs ??= nowMs;
    if (nowMs - this.duplicateSinceMs > 3 * this.config.heartbeatTimeoutMs) this.exit(false, message);
  }

  private onWeightsPart(version: number, part: number, data: Uint8Array, nowMs: number): void {
    try {
      const weights = this.weights.add(version, part, data, nowMs);
      if (!weights) return;
      this.effects.push({ kind: 'load', weights });
      this.startIfReady(nowMs);
    } catch (error) {
      if (!(error instanceof WrongPartError)) throw error;
      this.notice('warn', `weights ${version}: ${error.message}`);
    }
  }

  private onLease(lease: Lease, version: number, nowMs: number): void {
    if (lease.leaseId <= this.latestLeaseId || version < (this.weights.held ?? 0)) return;
    const work = workOf(this.config, lease.phase, version);
    if (lease.firstShard + lease.shardCount > work.shards || work.shards > LIMITS.shards) {
      return this.notice('warn', `lease ${lease.leaseId} names shards that step ${version + 1} does not have`);
    }
    this.dropLease();
    this.latestLeaseId = lease.leaseId;
    this.lease = new LeaseWork(lease, work, this.config, this.vectors, nowMs);
    this.effects.push({ kind: 'prepare', work, shards: this.lease.shards });
    this.startIfReady(nowMs);
  }

  private startIfReady(nowMs: number): void {
    const { lease } = this;
    if (!lease || lease.startedAtMs !== undefined || lease.work.version !== this.weights.held) return;
    lease.startedAtMs = nowMs;
    const { leaseId } = lease.lease;
    for (const shard of lease.shards) {
      this.pending += 1;
      this.effects.push({ kind: 'compute', work: lease.work, leaseId, shard });
    }
  }

  private onComputed(result: ShardResult): void {
    this.pending -= 1;
    this.msPerShard = result.computeMs;
    const { lease } = this;
    if (lease?.lease.leaseId !== result.leaseId || lease.work.version !== result.version) return;
    const expected = samplesOf(lease.work, result.shard).size;
    if (result.samples !== expected)
      return this.exit(false, `shard ${result.shard} has ${result.samples} samples, not ${expected}`);
    for (const part of lease.add(result)) this.send({ kind: 'gradientPart', ...part });
    if (lease.computed && lease.work.phase === 'train') this.prepareNext(lease);
  }

  /** The next step most likely brings the same shards. Their batches can be prepared while other workers still compute. */
  private prepareNext(lease: LeaseWork): void {
    const work = workOf(this.config, 'train', lease.work.version + 1);
    const shards = lease.shards.filter((shard) => shard < work.shards);
    this.effects.push({ kind: 'prepare', work, shards });
  }

  private onTick(nowMs: number): void {
    this.noteSilence(nowMs);
    if (!this.joined) {
      if (nowMs - this.lastJoinMs < JOIN_RETRY_MS) return;
      this.lastJoinMs = nowMs;
      const { schemaHash, fingerprint, device, host, threads } = this.config;
      return this.send({
        kind: 'join',
        protocolVersion: PROTOCOL_VERSION,
        schemaHash,
        fingerprint,
        device,
        host,
        threads,
      });
    }
    if (nowMs - this.lastHeartbeatMs >= this.config.heartbeatIntervalMs) {
      this.lastHeartbeatMs = nowMs;
      const version = this.weights.held ?? 0;
      const computed = this.pending === 0 && (this.lease?.computed ?? true);
      this.send({ kind: 'heartbeat', version, leaseId: this.latestLeaseId, computed, msPerShard: this.msPerShard });
    }
    const wanted = this.weights.wanted(this.latestVersion, nowMs);
    if (wanted) this.send({ kind: 'weightsRequest', ...wanted });
  }

  private noteSilence(nowMs: number): void {
    if (this.leaderSilent || this.lastHeardMs === undefined) return;
    if (nowMs - this.lastHeardMs < this.config.heartbeatTimeoutMs) return;
    this.leaderSilent = true;
    this.notice('warn', 'the coordinator is silent: waiting for it to come back');
  }

  private send(body: WorkerBody): void {
    const { incarnation } = this.config;
    this.effects.push({ kind: 'send', message: { incarnation, leaderEpoch: this.leaderEpoch, body } });
  }

  private notice(level: 'info' | 'warn', message: string): void {
    this.effects.push({ kind: 'notice', level, message });
  }

  private exit(ok: boolean, reason: string): void {
    this.over = true;
    this.effects.push({ kind: 'exit', ok, reason });
  }
}
