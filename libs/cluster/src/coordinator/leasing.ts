/**
 * Gives the shards of the open step to workers, takes their partials, and chases what is lost or late.
 *
 * A worker that holds nothing gets the next contiguous shards. What a dead worker held is free again at once; what a late one
 * holds may be computed by a second one, and the first valid partial wins.
 */
import { coveringNodes, type Partial } from '@lockstep/optim';
import { WrongPartError, type PartialPart } from '@lockstep/protocol';
import type { Work } from '../plan.js';
import type { CoordinatorPlan, WorkerTimes } from './events.js';
import type { Member, Members, Refused } from './members.js';
import type { Outbox } from './outbox.js';
import { Pace } from './pace.js';
import { StepLeases, type LeaseState } from './step-leases.js';
import type { Transfer } from './transfer.js';

/** Silence after which a message is taken for lost and asked for again. */
const RESEND_MS = 500;

export class Leasing {
  /** What each worker spent on the open step. */
  times: Record<string, WorkerTimes> = {};
  private step!: StepLeases;
  private lastAttempt = 0;
  private readonly pace: Pace;
  /** First shards of the leases that once gave no finite gradient in this step. */
  private readonly notFinite = new Set<number>();

  constructor(
    private readonly plan: CoordinatorPlan,
    private readonly members: Members,
    private readonly out: Outbox,
  ) {
    this.pace = new Pace(plan.leaseFloorMs);
  }

  get work(): Work {
    return this.step.work;
  }

  open(work: Work): void {
    const length = work.phase === 'train' ? this.plan.parameterCount : 0;
    const { partSizeBytes } = this.plan;
    this.step = new StepLeases(work, { length, partSizeBytes });
    this.times = {};
    this.notFinite.clear();
  }

  /** Leases what nobody computes to the workers that compute nothing. */
  assign(nowMs: number): void {
    // Asked after every message: almost always all shards are leased, and who is idle need not be found out.
    if (this.step.unleased().length === 0) return;
    const busy = new Set(this.step.open().map(({ worker }) => worker));
    const idle = this.members.all().filter(({ key, stuck }) => !stuck && !busy.has(key));
    for (const [i, member] of idle.entries()) {
      const range = this.step.nextRange(idle.length - i);
      if (!range) return;
      this.lastAttempt += 1;
      const nodes = coveringNodes(range.firstShard, range.shardCount, this.work.shards).length;
      const creditParts = this.creditParts(nodes);
      const lease = { phase: this.work.phase, attempt: this.lastAttempt, ...range, creditParts };
      this.step.add(lease, member.key, nowMs, nowMs + this.pace.allowanceMs(range.shardCount));
      this.out.send(member, { kind: 'lease', ...lease });
    }
  }

  /** Parts that may be under way of each partial of a lease that makes so many. */
  private creditParts(partials: number): number {
    const parts = Math.floor(this.plan.inFlightBytes / this.plan.partSizeBytes);
    return Math.max(1, Math.floor(parts / (this.members.size * partials)));
  }

  /** Takes one part. @returns the step's whole sum once it is there, or that training has diverged */
  onPart(member: Member, part: PartialPart, nowMs: number): Partial | 'diverged' | undefined {
    const state = this.step.get(part.attempt);
    // Of a step that is over, or a lease that was taken back: nothing is wrong with a late part.
    if (part.version !== this.work.version || (!state && part.attempt <= this.lastAttempt)) {
      if (part.part === 0) this.out.refuse(member, stale(part, this.work.version));
      return undefined;
    }
    const transfer = this.step.transferOf(part);
    if (!state || state.worker !== member.key || !transfer) {
      const node = `level ${part.level}, index ${part.index}`;
      this.out.refuse(member, {
        code: 'NO_LEASE',
        sentence: `you hold no lease ${part.attempt} with node (${node})`,
      });
      return undefined;
    }
    if (transfer.done) return undefined;
    const partial = this.assemble(member, state, transfer, part, nowMs);
    return partial && this.onPartial(member, state, transfer, partial, nowMs);
  }

  private assemble(
    member: Member,
    state: LeaseState,
    transfer: Transfer,
    part: PartialPart,
    nowMs: number,
  ): Partial | undefined {
    const samples = this.step.samplesBelow(transfer.node);
    if (part.samples !== samples) {
      const sentence = `your partial counts ${part.samples} samples, its shards hold ${samples}`;
      this.ban(member, { code: 'WRONG_SHAPE', sentence });
      return undefined;
    }
    try {
      const partial = transfer.add(part, nowMs);
      const more = transfer.nextGrant(this.creditParts(state.transfers.length));
      if (more) this.out.send(member, { kind: 'partialWanted', ...more });
      return partial;
    } catch (error) {
      if (!(error instanceof WrongPartError)) throw error;
      this.ban(member, { code: 'WRONG_SHAPE', sentence: error.message });
      return undefined;
    }
  }

  private onPartial(
    member: Member,
    state: LeaseState,
    transfer: Transfer,
    partial: Partial,
    nowMs: number,
  ): Partial | 'diverged' | undefined {
    if (!isFinite32(partial)) return this.onNotFinite(member, state);
    const sinceLeaseMs = nowMs - state.leasedAtMs;
    this.noteTimes(state, transfer, sinceLeaseMs);
    if (this.step.accept(transfer, partial)) this.pace.observe(sinceLeaseMs, state.lease.shardCount);
    return this.step.reducer.result();
  }

  /** The nodes of a lease are computed one after the other, but all wait for the same weights. */
  private noteTimes(state: LeaseState, { computeMs, waitMs }: Transfer, sinceLeaseMs: number): void {
    const before = state.times;
    const spent = { computeMs: before.computeMs + computeMs, waitMs, wireMs: 0 };
    spent.wireMs = Math.max(0, sinceLeaseMs - spent.computeMs - waitMs);
    state.times = spent;
    const total = (this.times[state.worker] ??= { computeMs: 0, wireMs: 0, waitMs: 0 });
    for (const name of ['computeMs', 'wireMs', 'waitMs'] as const) total[name] += spent[name] - before[name];
  }

  /** One worker may be broken; when the shards give no numbers on a second try either, training has diverged. */
  private onNotFinite(member: Member, state: LeaseState): 'diverged' | undefined {
    const { firstShard, attempt } = state.lease;
    if (this.notFinite.has(firstShard)) return 'diverged';
    this.notFinite.add(firstShard);
    this.step.remove(attempt);
    const sentence = `your partial of lease ${attempt} holds a NaN or an infinity`;
    // The only worker gets a second try: sending it away would leave the run waiting without a word about the cause.
    if (this.members.size > 1) this.ban(member, { code: 'NOT_FINITE', sentence });
    else this.out.notice('warn', `worker ${member.key} sent a NaN or an infinity; its shards are leased again`);
    return undefined;
  }

  /** Lets a member go: what it held is leased again. */
  remove(member: Member, reason: string): void {
    this.members.remove(member.key);
    const shards = this.takeBack(member);
    const again = shards > 0 ? `; its ${shards} shard(s) are leased again` : '';
    this.out.notice('warn', `worker ${member.key} ${reason}${again}`);
  }

  private ban(member: Member, refused: Refused): void {
    this.members.ban(member, refused);
    this.takeBack(member);
    this.out.refuse(member, refused);
  }

  private takeBack(member: Member): number {
    const held = this.step.open().filter(({ worker }) => worker === member.key);
    for (const { lease } of held) this.step.remove(lease.attempt);
    return held.reduce((sum, { lease }) => sum + lease.shardCount, 0);
  }

  /** Sends again what workers seem not to have got, and lets go of leases that are late. */
  chase(nowMs: number): void {
    for (const state of this.step.open()) {
      const member = this.members.withKey(state.worker);
      if (!member) continue;
      if (nowMs > state.deadlineMs) this.noteLate(member, state, nowMs);
      if (member.beat.attempt < state.lease.attempt) this.resendLease(member, state, nowMs);
      else if (member.beat.attempt === state.lease.attempt && member.beat.computed) this.askAgain(member, state, nowMs);
    }
  }

  private noteLate(member: Member, state: LeaseState, nowMs: number): void {
    state.late = true;
    member.stuck = true;
    // Said again as long as it lasts, so that a step that waits is never silent.
    state.deadlineMs = nowMs + this.plan.leaseFloorMs;
    const { firstShard, shardCount } = state.lease;
    const shards = shardCount === 1 ? `shard ${firstShard}` : `shards ${firstShard}-${firstShard + shardCount - 1}`;
    const heldS = ((nowMs - state.leasedAtMs) / 1000).toFixed(1);
    const step = this.work.version + 1;
    this.out.notice('warn', `worker ${state.worker} has held ${shards} of step ${step} for ${heldS} s: leasing again`);
  }

  private resendLease(member: Member, state: LeaseState, nowMs: number): void {
    if (nowMs - state.sentAtMs <= RESEND_MS) return;
    state.sentAtMs = nowMs;
    this.out.send(member, { kind: 'lease', ...state.lease });
  }

  private askAgain(member: Member, state: LeaseState, nowMs: number): void {
    for (const transfer of state.transfers) {
      if (nowMs - transfer.lastProgressMs < RESEND_MS) continue;
      transfer.lastProgressMs = nowMs;
      for (const wanted of transfer.lost()) this.out.send(member, { kind: 'partialWanted', ...wanted });
    }
  }
}

/** Said once for each partial, with its first part. */
export function stale({ version, attempt }: PartialPart, open: number): Refused {
  const sentence = `your partial of lease ${attempt}, step ${version + 1}, is not wanted any more: step ${open + 1} is open`;
  return { code: 'STALE', sentence };
}

/** x·0 is 0 for every finite x and NaN for every other, so that one sum tells. */
function isFinite32({ vector, lossSum }: Partial): boolean {
  let sum = lossSum * 0;
  for (let i = 0; i < vector.length; i++) sum += vector[i]! * 0;
  return sum === 0;
}
