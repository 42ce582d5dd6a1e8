/** Takes what workers send: puts parts together, refuses what cannot be right, hears audits, and adds the rest to the sum. */
import { isFiniteVector, shardsOf, type GradientSum, type TreeNode } from '@lockstep/optim';
import { WrongPartError, type GradientPart } from '@lockstep/protocol';
import type { AuditCase, Verdict } from '../step/audits.js';
import type { CoordinatorMachineConfig, WorkerTimes } from './events.js';
import type { Leasing } from '../step/leasing.js';
import type { Member, Members, Refused } from '../membership/members.js';
import type { Outbox } from './outbox.js';
import { shardsText } from '../step/format.js';
import type { LeaseState } from '../step/open-step.js';
import type { Transfer } from '../step/transfer.js';

export class GradientReceiver {
  /** What each worker spent on the open step. */
  times: Record<string, WorkerTimes> = {};
  audited = 0;
  auditsSkipped = 0;
  /** First shards of the leases that once gave no finite gradient in this step. */
  private readonly notFinite = new Set<number>();

  constructor(
    private readonly config: CoordinatorMachineConfig,
    private readonly members: Members,
    private readonly out: Outbox,
    private readonly leasing: Leasing,
  ) {}

  openStep(): void {
    this.times = {};
    this.notFinite.clear();
  }

  /** Parts that may be under way of each partial of a lease that makes so many. */
  creditParts(gradientSums: number): number {
    const parts = Math.floor(this.config.inFlightBytes / this.config.partSizeBytes);
    return Math.max(1, Math.floor(parts / (this.members.size * gradientSums)));
  }

  /** @param known whether this leader has given a lease of that number */
  onPart(member: Member, part: GradientPart, known: boolean, nowMs: number): void {
    const { step } = this.leasing;
    const state = step.get(part.leaseId);
    // Of a step that is over, or a lease that was taken back: nothing is wrong with a late part.
    if (part.version !== step.work.version || (!state && known)) return this.refuseStale(member, part);
    const transfer = step.transferOf(part);
    if (!state || state.worker !== member.key || !transfer) {
      const node = `level ${part.level}, index ${part.index}`;
      const reason = `you hold no lease ${part.leaseId} with node (${node})`;
      return this.out.refuse(member, { code: 'NO_LEASE', reason });
    }
    if (transfer.done) return;
    const gradientSum = this.assemble(member, state, transfer, part, nowMs);
    if (gradientSum) this.onGradientSum(member, state, transfer, gradientSum, nowMs);
  }

  /** Said once for each partial, with its first part. */
  refuseStale(member: Member, { version, leaseId, part }: GradientPart): void {
    if (part !== 0) return;
    const open = this.leasing.work.version + 1;
    const reason = `your partial of lease ${leaseId}, step ${version + 1}, is not wanted any more: step ${open} is open`;
    this.out.refuse(member, { code: 'STALE', reason });
  }

  private assemble(
    member: Member,
    state: LeaseState,
    transfer: Transfer,
    part: GradientPart,
    nowMs: number,
  ): GradientSum | undefined {
    const samples = this.leasing.step.samplesBelow(transfer.node);
    if (part.samples !== samples) {
      const reason = `your partial counts ${part.samples} samples, its shards hold ${samples}`;
      this.sendAway(member, { code: 'WRONG_SHAPE', reason });
      return undefined;
    }
    try {
      const gradientSum = transfer.add(part, nowMs);
      const more = transfer.nextGrant(this.creditParts(state.transfers.length));
      if (more) this.out.send(member, { kind: 'gradientRequest', ...more });
      return gradientSum;
    } catch (error) {
      if (!(error instanceof WrongPartError)) throw error;
      this.sendAway(member, { code: 'WRONG_SHAPE', reason: error.message });
      return undefined;
    }
  }

  private onGradientSum(
    member: Member,
    state: LeaseState,
    transfer: Transfer,
    gradientSum: GradientSum,
    nowMs: number,
  ): void {
    if (!Number.isFinite(gradientSum.lossSum) || !isFiniteVector(gradientSum.vector))
      return this.onNotFinite(member, state);
    const { step } = this.leasing;
    const sinceLeaseMs = nowMs - state.leasedAtMs;
    this.noteTimes(state, transfer, sinceLeaseMs);
    if (step.closeIfDone(state)) {
      member.speed.observe(sinceLeaseMs, state.times.computeMs, state.lease.shardCount);
      member.measuredAtMs = nowMs;
    }
    const { node } = transfer;
    // Whether a node is audited depends on the node alone: who sent it, when and why makes no difference.
    if (!step.audits.wants(node)) return step.sum(node, gradientSum, [member.key]);
    if (step.reducer.covered(node)) return;
    const verdict = step.audits.addOpinion(node, {
      worker: member.key,
      fingerprint: member.join.fingerprint,
      gradientSum,
    });
    if (verdict) this.onVerdict(node, verdict, nowMs);
  }

  // ---- audits ----------------------------------------------------------------------------------------------------

  private onVerdict(node: TreeNode, { gradientSum, agreed, dissenters }: Verdict, nowMs: number): void {
    const { step } = this.leasing;
    this.audited += 1;
    step.sum(node, gradientSum, agreed);
    const tainted = dissenters.some((worker) => step.restsOn(worker));
    for (const worker of dissenters) this.quarantine(worker, node, agreed);
    if (!tainted) return;
    this.out.notice('warn', `step ${step.work.version + 1} begins anew without what they sent`);
    this.leasing.restart(nowMs);
  }

  private quarantine(worker: string, node: TreeNode, agreed: readonly string[]): void {
    const shards = this.shardsOf(node);
    const step = this.leasing.work.version + 1;
    const reason = `your partial of ${shards} of step ${step} differs in bits from what ${agreed.join(' and ')} computed of the same samples`;
    const refused: Refused = { code: 'AUDIT', reason };
    const member = this.members.withKey(worker);
    this.members.quarantine(worker, refused);
    this.leasing.step.audits.forget(worker);
    if (member) this.leasing.takeBack(member);
    if (member) this.out.refuse(member, refused);
    else this.out.notice('warn', `worker ${worker}, which is gone, is not admitted again: ${reason}`);
  }

  /** No worker is there that could give another opinion on a node. */
  nobodyToAudit(audit: AuditCase): void {
    const { step } = this.leasing;
    const shards = `${this.shardsOf(audit.node)} of step ${step.work.version + 1}`;
    const [first, second] = audit.opinions;
    if (!first) return;
    if (second) {
      const message = `workers ${audit.opinions.map(({ worker }) => worker).join(' and ')} computed different gradients of ${shards}`;
      return this.leasing.fail(
        `${message}, and there is no other worker to say who is right: add workers and go on with --resume`,
        true,
      );
    }
    step.audits.skip(audit);
    this.auditsSkipped += 1;
    if (this.auditsSkipped === 1) {
      this.out.notice('warn', `no second worker is there to audit ${shards}: it counts as it is, as will others`);
    }
    step.sum(audit.node, first.gradientSum, [first.worker]);
  }

  private shardsOf(node: TreeNode): string {
    const { start, end } = shardsOf(node, this.leasing.work.shards);
    return shardsText({ firstShard: start, shardCount: end - start });
  }

  // ---- what cannot be right --------------------------------------------------------------------------------------

  /** One worker may be broken; when the shards give no numbers on a second try either, training has diverged. */
  private onNotFinite(member: Member, state: LeaseState): void {
    const { firstShard, leaseId } = state.lease;
    if (this.notFinite.has(firstShard)) {
      const { phase, version } = this.leasing.work;
      const what = phase === 'train' ? `the gradient of step ${version + 1}` : 'the test loss';
      const advice = 'training has diverged; try a smaller --lr';
      return this.leasing.fail(`${what} is not finite on a second try either: ${advice}`, false);
    }
    this.notFinite.add(firstShard);
    this.leasing.step.remove(leaseId);
    const reason = `your partial of lease ${leaseId} holds a NaN or an infinity`;
    // The only worker gets a second try: sending it away would leave the run waiting without a word about the cause.
    if (this.members.size > 1) this.sendAway(member, { code: 'NOT_FINITE', reason });
    else this.out.notice('warn', `worker ${member.key} sent a NaN or an infinity; its shards are leased again`);
  }

  private sendAway(member: Member, refused: Refused): void {
    this.members.ban(member, refused);
    this.leasing.takeBack(member);
    this.out.refuse(member, refused);
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
}
