/**
 * Decides which member computes which shards of the open step, and what is sent again because it was lost.
 *
 * A member that holds no lease gets the next contiguous shards, as many as its measured speed allows. The shards of a dead
 * worker are free at once. The shards of a late one may be leased a second time, and the first valid gradient sum counts.
 */
import type { Member, Members } from '../membership/members.js';
import type { StepAction } from './action.js';
import type { AuditCase } from './audits.js';
import type { LeaseKind, OpenLease } from './lease.js';
import type { OpenStep, StepConfig } from './open-step.js';
import { firstRange } from './partition.js';
import { rangeBelow, shardsText, type ShardRange } from './shard-range.js';

/** Silence after which a message is taken for lost and requested again. */
const RESEND_MS = 500;
/** Shards of one lease in the evaluation: few, so that the loss of a worker costs little. */
const EVALUATION_SHARDS_PER_LEASE = 8;
/** Interval at which an idle worker is measured again. A worker that was slow once would otherwise never get a shard again. */
const PROBE_EVERY_MS = 2000;
/** Keeps the shares finite when a clock measured no time. */
const LEAST_MS = 1e-3;

export class Leasing {
  constructor(
    private readonly config: Pick<StepConfig, 'leaseFloorMs'>,
    private readonly members: Members,
  ) {}

  /** Shards of late leases come before probes, so that only workers that are still idle are probed. */
  tick(step: OpenStep, nowMs: number): StepAction[] {
    return [...this.expireAndRetry(step, nowMs), ...this.assign(step, nowMs), ...this.probe(step, nowMs)];
  }

  /** Leases the audits and shards that no worker computes to the members that hold no lease. */
  assign(step: OpenStep, nowMs: number): StepAction[] {
    const audits = step.audits.open();
    const free = step.unleased();
    // Called after every message. Almost always all shards are leased, and the idle members need not be found.
    if (audits.length === 0 && free.length === 0) return [];
    const actions = audits.flatMap((audit) => this.assignAudit(step, audit, nowMs));
    return [...actions, ...this.assignShards(step, free, nowMs)];
  }

  /**
   * Measures idle workers from time to time with a copy of a lease that another worker holds. The step does not wait for it,
   * and its gradient sums cover the same nodes, so that the faster of the two counts.
   */
  private probe(step: OpenStep, nowMs: number): StepAction[] {
    if (step.work.phase !== 'train') return [];
    const original = step.openLeases().find(({ kind, late }) => kind === 'compute' && !late);
    if (!original) return [];
    const { firstShard, shardCount } = original.lease;
    const due = this.idle(step).filter(({ member }) => nowMs - member.measuredAtMs >= PROBE_EVERY_MS);
    return due.map(({ member }) => {
      member.measuredAtMs = nowMs;
      return this.grant(step, member, { firstShard, shardCount }, 'probe', nowMs);
    });
  }

  /** Marks late leases, and sends again what seems to be lost. */
  private expireAndRetry(step: OpenStep, nowMs: number): StepAction[] {
    return step.openLeases().flatMap((open) => {
      const member = this.members.withKey(open.worker);
      if (!member) return [];
      const { leaseId, computed } = member.heartbeat;
      const actions = !open.late && nowMs > open.deadlineMs ? this.expire(step, member, open, nowMs) : [];
      if (leaseId < open.lease.leaseId) return [...actions, ...resendLease(member, open, nowMs)];
      if (leaseId === open.lease.leaseId && computed) return [...actions, ...retransmit(member, open, nowMs)];
      return actions;
    });
  }

  private assignShards(step: OpenStep, free: number[], nowMs: number): StepAction[] {
    const { phase, shards } = step.work;
    const idle = this.idle(step);
    const speeds = idle.map(({ msPerShard }) => msPerShard);
    const actions: StepAction[] = [];
    let left = free;
    for (const [i, { member }] of idle.entries()) {
      if (left.length === 0) break;
      const count = firstRange(left, speeds.slice(i), shards);
      const shardCount = phase === 'evaluate' ? Math.min(count, EVALUATION_SHARDS_PER_LEASE) : count;
      actions.push(this.grant(step, member, { firstShard: left[0]!, shardCount }, 'compute', nowMs));
      left = left.slice(shardCount);
    }
    return actions;
  }

  private assignAudit(step: OpenStep, audit: AuditCase, nowMs: number): StepAction[] {
    const range = rangeBelow(audit.node, step.work.shards);
    if (step.isBeingAudited(range)) return [];
    const idle = () => this.idle(step).map(({ member }) => member);
    const auditor = step.audits.chooseAuditor(audit, this.members.all(), idle);
    if (auditor === 'nobody') return step.skipAudit(audit);
    return auditor ? [this.grant(step, auditor, range, 'audit', nowMs)] : [];
  }

  private grant(step: OpenStep, member: Member, range: ShardRange, kind: LeaseKind, nowMs: number): StepAction {
    const deadlineMs = nowMs + member.speed.allowanceMs(range.shardCount, this.config.leaseFloorMs);
    const lease = step.grant(member.key, range, kind, this.members.size, nowMs, deadlineMs);
    if (kind === 'probe') member.probe = lease.leaseId;
    return { kind: 'send', to: member, body: { kind: 'lease', ...lease } };
  }

  /** Members that hold no lease and are not stuck in an earlier one, the fastest first, equally fast ones by key. */
  private idle(step: OpenStep): { member: Member; msPerShard: number }[] {
    const busy = new Set(step.openLeases().map(({ worker }) => worker));
    const all = this.members.all();
    const commonOverheadMs = this.members.commonOverheadMs();
    // The median stands for the workers of which nothing is known. It is computed once, because there may be a thousand.
    const known = all.flatMap(({ speed }) => speed.medianMsPerShard(commonOverheadMs) ?? []).sort((a, b) => a - b);
    const median = known[Math.floor(known.length / 2)] ?? LEAST_MS;
    const idle = all.filter(({ key, stuck }) => !stuck && !busy.has(key));
    const timed = idle.map((member) => {
      return { member, msPerShard: Math.max(member.speed.medianMsPerShard(commonOverheadMs) ?? median, LEAST_MS) };
    });
    return timed.sort((a, b) => a.msPerShard - b.msPerShard);
  }

  private expire(step: OpenStep, member: Member, open: OpenLease, nowMs: number): StepAction[] {
    open.late = true;
    member.stuck = true;
    const heldMs = nowMs - open.leasedAtMs;
    // Includes the overhead, so that a late worker never appears faster than before.
    const medianMsPerShard = member.speed.medianMsPerShard(0) ?? 0;
    member.speed.reset(Math.max(medianMsPerShard, heldMs / open.lease.shardCount));
    // The step does not wait for a probe.
    if (open.kind === 'probe') return [];
    const held = `has held ${shardsText(open.lease)} of step ${step.work.version + 1} for ${(heldMs / 1000).toFixed(1)} s`;
    return [{ kind: 'warn', message: `worker ${open.worker} ${held}: leasing again` }];
  }
}

function resendLease(to: Member, open: OpenLease, nowMs: number): StepAction[] {
  if (nowMs - open.sentAtMs <= RESEND_MS) return [];
  open.sentAtMs = nowMs;
  return [{ kind: 'send', to, body: { kind: 'lease', ...open.lease } }];
}

function retransmit(to: Member, open: OpenLease, nowMs: number): StepAction[] {
  const silent = open.transfers.filter(({ lastProgressMs }) => nowMs - lastProgressMs >= RESEND_MS);
  return silent.flatMap((transfer) => {
    transfer.lastProgressMs = nowMs;
    return transfer
      .lost()
      .map((request) => ({ kind: 'send' as const, to, body: { kind: 'gradientRequest' as const, ...request } }));
  });
}
