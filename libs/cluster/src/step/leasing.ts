/**
 * Gives the shards of the open step to workers, and chases what is lost or late.
 *
 * A worker that holds nothing gets the next contiguous shards, so many as its measured speed says. What a dead worker held is
 * free again at once; what a late one holds may be computed by a second one, and the first valid partial wins.
 */
import { coveringNodes, shardsOf, type GradientSum } from '@lockstep/optim';
import type { GradientPart } from '@lockstep/protocol';
import type { Work } from '../common/step-work.js';
import type { AuditCase } from './audits.js';
import type { CoordinatorMachineConfig, WorkerTimes } from '../coordinator/events.js';
import { GradientReceiver } from '../coordinator/gradient-receiver.js';
import type { Member, Members } from '../membership/members.js';
import type { Outbox } from '../coordinator/outbox.js';
import { firstRange } from './partition.js';
import { shardsText } from './format.js';
import { StepLeases, type LeaseKind, type LeaseState } from './open-step.js';
import { VectorPool } from '../common/vector-pool.js';

/** Silence after which a message is taken for lost and asked for again. */
const RESEND_MS = 500;
/** Shards of one lease in the evaluation: few enough that the loss of a worker costs little. */
const EVALUATION_SHARDS_PER_LEASE = 8;
/** Vectors of partials that wait to be used again. */
const MOST_FREE_VECTORS = 16;
/** An idle worker is measured again after so long: one that was slow would otherwise never get a shard again. */
const PROBE_EVERY_MS = 2000;

/** What the step has come to: its whole sum, or why there cannot be one. */
export type Outcome =
  | { kind: 'sum'; sum: GradientSum }
  /** `resumable`: with other workers it could be computed, so what was reached is worth a checkpoint. */
  | { kind: 'failed'; reason: string; resumable: boolean };

export class Leasing {
  step!: StepLeases;
  readonly receiver: GradientReceiver;
  readonly vectors = new VectorPool(MOST_FREE_VECTORS);
  private lastLeaseId = 0;
  private failure: Outcome | undefined;

  constructor(
    private readonly config: CoordinatorMachineConfig,
    private readonly members: Members,
    private readonly out: Outbox,
  ) {
    this.receiver = new GradientReceiver(config, members, out, this);
  }

  get work(): Work {
    return this.step.work;
  }

  get times(): Record<string, WorkerTimes> {
    return this.receiver.times;
  }

  open(work: Work, nowMs: number): void {
    const length = work.phase === 'train' ? this.config.parameterCount : 0;
    const { partSizeBytes, wireDtype, audit } = this.config;
    this.step = new StepLeases(work, { length, partSizeBytes, wireDtype }, this.vectors, audit, nowMs);
    this.receiver.openStep();
  }

  /** Begins the open step anew, since what was summed up cannot be trusted. */
  restart(nowMs: number): void {
    this.open(this.work, nowMs);
  }

  outcome(): Outcome | undefined {
    if (this.failure) return this.failure;
    const sum = this.step.reducer.result();
    return sum && { kind: 'sum', sum };
  }

  fail(reason: string, resumable: boolean): void {
    this.failure ??= { kind: 'failed', reason, resumable };
  }

  /** Takes one part of a partial, whoever sent it. */
  onPart(member: Member, part: GradientPart, nowMs: number): void {
    this.receiver.onPart(member, part, part.leaseId <= this.lastLeaseId, nowMs);
  }

  // ---- giving leases ---------------------------------------------------------------------------------------------

  /** Leases what nobody computes to the workers that compute nothing. */
  assign(nowMs: number): void {
    const audits = this.step.audits.open();
    const free = this.step.unleased();
    // Asked after every message: almost always all shards are leased, and who is idle need not be found out.
    if (audits.length === 0 && free.length === 0) return;
    for (const audit of audits) this.assignAudit(audit, nowMs);
    this.assignShards(free, nowMs);
  }

  private assignShards(free: number[], nowMs: number): void {
    const idle = this.idle();
    const speeds = idle.map(({ msPerShard }) => msPerShard);
    let left = free;
    for (const [i, { member }] of idle.entries()) {
      if (left.length === 0) return;
      const count = firstRange(left, speeds.slice(i), this.work.shards);
      const most = this.work.phase === 'evaluate' ? EVALUATION_SHARDS_PER_LEASE : count;
      const shardCount = Math.min(count, most);
      this.lease(member, { firstShard: left[0]!, shardCount }, 'compute', nowMs);
      left = left.slice(shardCount);
    }
  }

  /** A node's second opinion comes from a worker that has not given one; where there is none, see below. */
  private assignAudit(audit: AuditCase, nowMs: number): void {
    if (this.step.isBeingAudited(audit.node)) return;
    const [first] = audit.opinions;
    const eligible = this.members.all().filter(({ key, join }) => {
      return join.fingerprint === first?.fingerprint && !audit.opinions.some(({ worker }) => worker === key);
    });
    // A worker that hangs must not hold the step: one opinion does without it. For two that differ it is waited for.
    const hopeless = audit.opinions.length === 1 && eligible.every(({ stuck }) => stuck);
    if (hopeless || eligible.length === 0) return this.receiver.nobodyToAudit(audit);
    const auditor = this.idle().find(({ member }) => eligible.includes(member));
    if (!auditor) return;
    const { start, end } = shardsOf(audit.node, this.work.shards);
    this.lease(auditor.member, { firstShard: start, shardCount: end - start }, 'audit', nowMs);
  }

  /**
   * Measures idle workers now and then with a copy of a lease that another one holds: the step does not wait for it. Its
   * partials are those of the original, so that if it is faster it is as good.
   */
  probe(nowMs: number): void {
    if (this.work.phase !== 'train') return;
    const [original] = this.step.open().filter(({ kind, late }) => kind === 'compute' && !late);
    if (!original) return;
    for (const { member } of this.idle()) {
      if (nowMs - member.measuredAtMs < PROBE_EVERY_MS) continue;
      member.measuredAtMs = nowMs;
      const { firstShard, shardCount } = original.lease;
      this.lease(member, { firstShard, shardCount }, 'probe', nowMs);
      member.probe = this.lastLeaseId;
    }
  }

  private lease(
    member: Member,
    range: { firstShard: number; shardCount: number },
    kind: LeaseKind,
    nowMs: number,
  ): void {
    this.lastLeaseId += 1;
    const nodes = coveringNodes(range.firstShard, range.shardCount, this.work.shards).length;
    const lease = {
      phase: this.work.phase,
      leaseId: this.lastLeaseId,
      ...range,
      creditParts: this.receiver.creditParts(nodes),
    };
    const allowanceMs = member.speed.allowanceMs(range.shardCount, this.config.leaseFloorMs);
    this.step.add(lease, kind, member.key, nowMs, nowMs + allowanceMs);
    this.out.send(member, { kind: 'lease', ...lease });
  }

  /** Members that hold nothing and are not behind with anything, the fastest first, of equals by key. */
  private idle(): { member: Member; msPerShard: number }[] {
    const busy = new Set(this.step.open().map(({ worker }) => worker));
    const all = this.members.all();
    const commonOverheadMs = this.members.commonOverheadMs();
    // What is usual, for those of which nothing is known yet: found once, there may be a thousand of them.
    const known = all.flatMap(({ speed }) => speed.medianMsPerShard(commonOverheadMs) ?? []).sort((a, b) => a - b);
    const usual = known[Math.floor(known.length / 2)] ?? LEAST_MS;
    const idle = all.filter(({ key, stuck }) => !stuck && !busy.has(key));
    const timed = idle.map((member) => {
      return { member, msPerShard: Math.max(member.speed.medianMsPerShard(commonOverheadMs) ?? usual, LEAST_MS) };
    });
    return timed.sort((a, b) => a.msPerShard - b.msPerShard);
  }

  // ---- taking leases back ----------------------------------------------------------------------------------------

  /** Lets a member go: what it held is leased again. */
  remove(member: Member, reason: string): void {
    this.members.remove(member.key);
    const shards = this.takeBack(member);
    const again = shards > 0 ? `; its ${shards} shard(s) are leased again` : '';
    this.out.notice('warn', `worker ${member.key} ${reason}${again}`);
  }

  /** @returns number of shards that it held */
  takeBack(member: Member): number {
    const held = this.step.open().filter(({ worker }) => worker === member.key);
    for (const { lease } of held) this.step.remove(lease.leaseId);
    return held.reduce((sum, { lease, kind }) => sum + (kind === 'compute' ? lease.shardCount : 0), 0);
  }

  /** Sends again what workers seem not to have got, and lets go of leases that are late. */
  expireAndRetry(nowMs: number): void {
    for (const state of this.step.open()) {
      const member = this.members.withKey(state.worker);
      if (!member) continue;
      if (!state.late && nowMs > state.deadlineMs) this.noteLate(member, state, nowMs);
      if (member.heartbeat.leaseId < state.lease.leaseId) this.resendLease(member, state, nowMs);
      else if (member.heartbeat.leaseId === state.lease.leaseId && member.heartbeat.computed)
        this.retransmit(member, state, nowMs);
    }
  }

  private noteLate(member: Member, state: LeaseState, nowMs: number): void {
    state.late = true;
    member.stuck = true;
    const heldMs = nowMs - state.leasedAtMs;
    // With its way: it is not to seem faster than before.
    const medianMsPerShard = member.speed.medianMsPerShard(0) ?? 0;
    member.speed.reset(Math.max(medianMsPerShard, heldMs / state.lease.shardCount));
    // Nobody waits for a probe.
    if (state.kind === 'probe') return;
    const held = `has held ${shardsText(state.lease)} of step ${this.work.version + 1} for ${(heldMs / 1000).toFixed(1)} s`;
    this.out.notice('warn', `worker ${state.worker} ${held}: leasing again`);
  }

  private resendLease(member: Member, state: LeaseState, nowMs: number): void {
    if (nowMs - state.sentAtMs <= RESEND_MS) return;
    state.sentAtMs = nowMs;
    this.out.send(member, { kind: 'lease', ...state.lease });
  }

  private retransmit(member: Member, state: LeaseState, nowMs: number): void {
    for (const transfer of state.transfers) {
      if (nowMs - transfer.lastProgressMs < RESEND_MS) continue;
      transfer.lastProgressMs = nowMs;
      for (const wanted of transfer.lost()) this.out.send(member, { kind: 'gradientRequest', ...wanted });
    }
  }
}

/** Keeps the shares finite when a clock has shown no time at all. */
const LEAST_MS = 1e-3;
