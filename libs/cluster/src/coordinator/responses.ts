/** Responds to what members sent: requests more, refuses, or removes the sender, whose shards are then leased again. */
import type { Member, Members, Refused } from '../membership/members.js';
import type { OpenStep, Received } from '../step/open-step.js';
import type { Outbox } from './outbox.js';

/** Why a step cannot be completed. `resumable`: other workers could complete it. */
export interface StepFailure {
  reason: string;
  resumable: boolean;
}

type Of<Kind extends Received['kind']> = Extract<Received, { kind: Kind }>;

export class Responses {
  constructor(
    private readonly members: Members,
    private readonly out: Outbox,
  ) {}

  /** Removes a member that has left or died. It may join again. */
  remove(step: OpenStep, member: Member, reason: string): void {
    this.members.remove(member.key);
    const shards = step.takeBack(member.key);
    const again = shards > 0 ? `; its ${shards} shard(s) are leased again` : '';
    this.out.notice('warn', `worker ${member.key} ${reason}${again}`);
  }

  /** @returns `recompute` when the sum of the step contains wrong gradients, or why the step has failed */
  respond(step: OpenStep, member: Member, received: Received): 'recompute' | StepFailure | undefined {
    switch (received.kind) {
      case 'incomplete':
      case 'summed':
      case 'awaitsAudit':
        return undefined;
      case 'requestMore':
        this.out.send(member, { kind: 'gradientRequest', ...received.request });
        return undefined;
      case 'refused':
        if (received.evict) this.ban(step, member, received.refused);
        else this.out.refuse(member, received.refused);
        return undefined;
      case 'notFinite':
        return this.onNotFinite(step, member, received);
      case 'auditVerdict':
        return this.onVerdict(step, received);
    }
  }

  /** One worker may be broken. When the same shards give no finite gradient on a second try, training has diverged. */
  private onNotFinite(step: OpenStep, member: Member, { leaseId, again }: Of<'notFinite'>): StepFailure | undefined {
    if (again) {
      const { phase, version } = step.work;
      const what = phase === 'train' ? `the gradient of step ${version + 1}` : 'the test loss';
      const reason = `${what} is not finite on a second try either: training has diverged; try a smaller --lr`;
      return { reason, resumable: false };
    }
    const reason = `your partial of lease ${leaseId} holds a NaN or an infinity`;
    // The only worker is not banned, because the run would then wait without reporting the cause.
    if (this.members.size > 1) this.ban(step, member, { code: 'NOT_FINITE', reason });
    else this.out.notice('warn', `worker ${member.key} sent a NaN or an infinity; its shards are leased again`);
    return undefined;
  }

  private onVerdict(step: OpenStep, { dissenters, refused, tainted }: Of<'auditVerdict'>): 'recompute' | undefined {
    for (const worker of dissenters) {
      const member = this.members.withKey(worker);
      this.members.quarantine(worker, refused);
      if (member) this.out.refuse(member, refused);
      else this.out.notice('warn', `worker ${worker}, which is gone, is not admitted again: ${refused.reason}`);
    }
    if (!tainted) return undefined;
    this.out.notice('warn', `step ${step.work.version + 1} begins anew without what they sent`);
    return 'recompute';
  }

  private ban(step: OpenStep, member: Member, refused: Refused): void {
    this.members.ban(member, refused);
    step.takeBack(member.key);
    this.out.refuse(member, refused);
  }
}
