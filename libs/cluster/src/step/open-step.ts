/**
 * The step that is being computed: its leases, the gradient sums that have arrived, and those that wait for an audit.
 *
 * A shard may be leased more than once, because its worker died or is late. The first valid gradient sum counts. The reducer
 * refuses every sum that overlaps with what it has, so no sample is added twice.
 */
import { coveringNodes, isFiniteVector, Reducer, shardsOf, type GradientSum, type TreeNode } from '@lockstep/optim';
import {
  WrongPartError,
  type GradientPart,
  type GradientRequest,
  type Lease,
  type WireDtype,
} from '@lockstep/protocol';
import { samplesOf, type Work } from '../training/step-work.js';
import type { VectorPool } from '../vector-pool.js';
import type { Member, Refused } from '../membership/members.js';
import type { StepAction } from './action.js';
import { Audits, type AuditCase, type AuditConfig, type Verdict } from './audits.js';
import { OpenLease, type LeaseKind, type WorkerTimes } from './lease.js';
import type { ShardRange } from './shard-range.js';
import { Transfer } from './transfer.js';

export interface StepConfig {
  parameterCount: number;
  partSizeBytes: number;
  /** How weights and gradients travel; with bf16 the sum of every node is rounded to it. */
  wireDtype: WireDtype;
  /** Gradient bytes that may be in flight to the coordinator at once. */
  inFlightBytes: number;
  /** A lease is never late before this time. */
  leaseFloorMs: number;
  /** Which gradient sums are compared with those of a second worker. */
  audit: AuditConfig;
}

/** Counted over all steps of one leader. */
export interface Totals {
  /** Leases granted, which is also the id of the latest one. */
  leases: number;
  audited: number;
  auditsSkipped: number;
}

/** The outcome of one received part. */
export type Received =
  /** The gradient sum lacks parts, or the part has arrived before. */
  | { kind: 'incomplete' }
  | { kind: 'requestMore'; request: GradientRequest }
  /** `evict`: no correct worker sends such a part. */
  | { kind: 'refused'; refused: Refused; evict: boolean }
  /** `again`: the same shards gave no finite gradient before. */
  | { kind: 'notFinite'; leaseId: number; again: boolean }
  | { kind: 'summed' }
  | { kind: 'awaitsAudit' }
  /** `refused`: what to tell the dissenters. `tainted`: the sum contains other gradients of a dissenter. */
  | { kind: 'auditVerdict'; dissenters: readonly string[]; refused: Refused; tainted: boolean };

export class OpenStep {
  readonly audits: Audits;
  /** Time that each worker spent on the step, by its key. */
  readonly times: Record<string, WorkerTimes> = {};
  private readonly reducer: Reducer;
  private readonly leases = new Map<number, OpenLease>();
  /** Keys of the workers whose gradients are in the sum. */
  private readonly contributors = new Set<string>();
  /** First shards of the leases that once gave no finite gradient. */
  private readonly notFinite = new Set<number>();

  constructor(
    readonly work: Work,
    private readonly config: StepConfig,
    private readonly vectors: VectorPool,
    private readonly totals: Totals,
    readonly openedAtMs: number,
  ) {
    this.reducer = new Reducer(work.shards, config.wireDtype, (vector) => vectors.give(vector));
    this.audits = new Audits(work, config.audit, totals);
  }

  /** The same step without any leases and sums. */
  recompute(nowMs: number): OpenStep {
    return new OpenStep(this.work, this.config, this.vectors, this.totals, nowMs);
  }

  /** The gradient sum of the whole step, once all shards are in it. */
  get sum(): GradientSum | undefined {
    return this.reducer.result();
  }

  /** Leases whose results have not all arrived, oldest first. */
  openLeases(): OpenLease[] {
    return [...this.leases.values()];
  }

  /** Shards that are neither summed, nor being computed in time, nor waiting for a verdict; ascending. */
  unleased(): number[] {
    const held = new Set<number>();
    for (const { lease, kind, late } of this.leases.values()) {
      for (let i = 0; i < lease.shardCount && kind === 'compute' && !late; i++) held.add(lease.firstShard + i);
    }
    return this.reducer.missingShards().filter((shard) => !held.has(shard) && !this.audits.holds(shard));
  }

  /** Whether a worker that is not late computes these shards for an audit. */
  isBeingAudited({ firstShard, shardCount }: ShardRange): boolean {
    return this.openLeases().some(({ lease, kind, late }) => {
      return kind === 'audit' && !late && lease.firstShard === firstShard && lease.shardCount === shardCount;
    });
  }

  /** @param workers number of members, which share the bytes in flight */
  grant(worker: string, range: ShardRange, kind: LeaseKind, workers: number, nowMs: number, deadlineMs: number): Lease {
    const { work, config } = this;
    const nodes = coveringNodes(range.firstShard, range.shardCount, work.shards);
    const leaseId = (this.totals.leases += 1);
    const lease = { phase: work.phase, leaseId, ...range, creditParts: this.creditParts(nodes.length, workers) };
    const { partSizeBytes, wireDtype } = config;
    const shape = { length: work.phase === 'train' ? config.parameterCount : 0, partSizeBytes, wireDtype };
    const transfers = nodes.map((node) => new Transfer(lease, node, shape, this.vectors, nowMs));
    this.leases.set(leaseId, new OpenLease(lease, kind, worker, transfers, nowMs, deadlineMs));
    return lease;
  }

  /** Takes back the leases of a worker. @returns number of shards that it computed for the sum */
  takeBack(worker: string): number {
    let shards = 0;
    for (const { lease, kind, worker: holder } of this.openLeases()) {
      if (holder !== worker) continue;
      this.leases.delete(lease.leaseId);
      if (kind === 'compute') shards += lease.shardCount;
    }
    return shards;
  }

  /**
   * Takes one part of a gradient sum. A sum that is complete is added to the step's, or compared by an audit.
   * @param workers number of members, which share the bytes in flight
   */
  receive(member: Member, part: GradientPart, workers: number, nowMs: number): Received {
    const open = this.leases.get(part.leaseId);
    // A part of an earlier step or of a lease that was taken back is late, not wrong.
    if (part.version !== this.work.version || (!open && part.leaseId <= this.totals.leases)) return this.stale(part);
    const transfer = open?.transferOf(part);
    if (!transfer || open?.worker !== member.key) {
      const reason = `you hold no lease ${part.leaseId} with node (level ${part.level}, index ${part.index})`;
      return { kind: 'refused', refused: { code: 'NO_LEASE', reason }, evict: false };
    }
    if (transfer.done) return { kind: 'incomplete' };
    const samples = this.samplesBelow(transfer.node);
    if (part.samples !== samples) {
      return wrongShape(`your partial counts ${part.samples} samples, its shards hold ${samples}`);
    }
    let gradientSum: GradientSum | undefined;
    try {
      gradientSum = transfer.add(part, nowMs);
    } catch (error) {
      if (!(error instanceof WrongPartError)) throw error;
      return wrongShape(error.message);
    }
    if (gradientSum) return this.complete(member, open, transfer, gradientSum, nowMs);
    const request = transfer.nextGrant(this.creditParts(open.transfers.length, workers));
    return request ? { kind: 'requestMore', request } : { kind: 'incomplete' };
  }

  /** Refuses a gradient sum that comes too late, once, with its first part. */
  stale({ version, leaseId, part }: GradientPart): Received {
    if (part !== 0) return { kind: 'incomplete' };
    const open = this.work.version + 1;
    const reason = `your partial of lease ${leaseId}, step ${version + 1}, is not wanted any more: step ${open} is open`;
    return { kind: 'refused', refused: { code: 'STALE', reason }, evict: false };
  }

  /** Ends the audit of a node that no worker can compute a second time. */
  skipAudit(audit: AuditCase): StepAction[] {
    const { accepted, action } = this.audits.skip(audit);
    if (accepted) this.add(audit.node, accepted.gradientSum, [accepted.worker]);
    return action ? [action] : [];
  }

  private complete(
    member: Member,
    open: OpenLease,
    transfer: Transfer,
    gradientSum: GradientSum,
    nowMs: number,
  ): Received {
    const { leaseId, firstShard, shardCount } = open.lease;
    if (!Number.isFinite(gradientSum.lossSum) || !isFiniteVector(gradientSum.vector)) {
      const again = this.notFinite.has(firstShard);
      this.notFinite.add(firstShard);
      if (!again) this.leases.delete(leaseId);
      return { kind: 'notFinite', leaseId, again };
    }
    const sinceLeaseMs = nowMs - open.leasedAtMs;
    this.noteTimes(open, transfer, sinceLeaseMs);
    if (open.done) {
      this.leases.delete(leaseId);
      member.speed.observe(sinceLeaseMs, open.times.computeMs, shardCount);
      member.measuredAtMs = nowMs;
    }
    const { node } = transfer;
    const { key: worker, join } = member;
    // Depends on the node alone. A worker cannot influence what is audited by when or why it computes.
    if (!this.audits.wants(node)) return this.add(node, gradientSum, [worker]);
    if (this.reducer.covered(node)) return { kind: 'summed' };
    const verdict = this.audits.addOpinion(node, { worker, fingerprint: join.fingerprint, gradientSum });
    return verdict ? this.settle(node, verdict) : { kind: 'awaitsAudit' };
  }

  /** Adds what two workers agree on, and drops what the dissenters hold and have sent for other audits. */
  private settle(node: TreeNode, { gradientSum, agreed, dissenters }: Verdict): Received {
    this.add(node, gradientSum, agreed);
    const tainted = dissenters.some((worker) => this.contributors.has(worker));
    for (const worker of dissenters) {
      this.audits.forget(worker);
      this.takeBack(worker);
    }
    return { kind: 'auditVerdict', dissenters, refused: this.audits.quarantineReason(node, agreed), tainted };
  }

  /** A sum that overlaps with the sums of others is left out. Shards of it that are still missing are leased again. */
  private add(node: TreeNode, gradientSum: GradientSum, workers: readonly string[]): Received {
    if (this.reducer.offer(node, gradientSum) === 'accepted') {
      for (const worker of workers) this.contributors.add(worker);
      this.audits.overtakenBy(node);
    }
    return { kind: 'summed' };
  }

  /** Parts that may be in flight of each node of a lease with so many nodes. */
  private creditParts(nodes: number, workers: number): number {
    const parts = Math.floor(this.config.inFlightBytes / this.config.partSizeBytes);
    return Math.max(1, Math.floor(parts / (workers * nodes)));
  }

  private samplesBelow(node: TreeNode): number {
    const { start, end } = shardsOf(node, this.work.shards);
    const last = samplesOf(this.work, end - 1);
    return last.start + last.size - samplesOf(this.work, start).start;
  }

  /** The nodes of a lease are computed one after the other, but all wait for the same weights. */
  private noteTimes(open: OpenLease, { computeMs, waitMs }: Transfer, sinceLeaseMs: number): void {
    const before = open.times;
    const spent = { computeMs: before.computeMs + computeMs, waitMs, wireMs: 0 };
    spent.wireMs = Math.max(0, sinceLeaseMs - spent.computeMs - waitMs);
    open.times = spent;
    const total = (this.times[open.worker] ??= { computeMs: 0, wireMs: 0, waitMs: 0 });
    for (const name of ['computeMs', 'wireMs', 'waitMs'] as const) total[name] += spent[name] - before[name];
  }
}

function wrongShape(reason: string): Received {
  return { kind: 'refused', refused: { code: 'WRONG_SHAPE', reason }, evict: true };
}
