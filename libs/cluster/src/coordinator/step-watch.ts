/** Watches how long steps take, and names the workers that delay a slow one. */
import { LIMITS, type Status, type WorkerStatus } from '@lockstep/protocol';
import type { Member, Members } from '../membership/members.js';
import type { OpenLease } from '../step/lease.js';
import type { OpenStep } from '../step/open-step.js';
import { shardsText } from '../step/shard-range.js';

const REMEMBERED = 32;
/** A step is slow when it takes so many times the usual, and at least this long. */
const SLOW_FACTOR = 3;
const SLOW_MS = 2000;
/** The notice is repeated, so that a step that waits is never silent. */
const NOTICE_EVERY_MS = 10_000;
/** Leases that are named in one notice, and their characters, so that the notice fits into a status. */
const NAMED = 4;
const NAMED_CHARS = LIMITS.textChars - 100;
/** Latest refusals that a status lists. */
const LISTED_REFUSALS = 32;

export type WatchStatus = Pick<Status, 'phase' | 'openMs' | 'medianStepMs' | 'waitingFor' | 'workers' | 'refused'>;

export class StepWatch {
  private readonly durationsMs: number[] = [];
  private firstSeenMs: number | undefined;
  private noticedMs: number | undefined;

  constructor(private readonly members: Members) {}

  /** To be called when a step has been committed. */
  stepped(step: OpenStep, nowMs: number): void {
    this.durationsMs.push(this.openMs(step, nowMs));
    if (this.durationsMs.length > REMEMBERED) this.durationsMs.shift();
    this.noticedMs = undefined;
  }

  /** The notice that is due about a slow step, if any. */
  notice(step: OpenStep, nowMs: number): string | undefined {
    this.firstSeenMs ??= nowMs;
    const message = this.waitingFor(step, nowMs);
    if (message === '') return undefined;
    // Not at once, because a notice has just named the late lease or the dead worker.
    this.noticedMs ??= nowMs;
    if (nowMs - this.noticedMs < NOTICE_EVERY_MS) return undefined;
    this.noticedMs = nowMs;
    return message;
  }

  status(step: OpenStep, nowMs: number): WatchStatus {
    const refused = [...this.members.sentAway].slice(-LISTED_REFUSALS).map(([id, { code, reason }]) => {
      return { id: id.replace(/\/.*$/, ''), code, reason };
    });
    const commonOverheadMs = this.members.commonOverheadMs();
    const open = step.openLeases();
    return {
      phase: step.work.phase,
      openMs: this.openMs(step, nowMs),
      medianStepMs: this.medianStepMs,
      waitingFor: this.waitingFor(step, nowMs),
      workers: this.members.all().map((member) => {
        const held = open.filter(({ worker }) => worker === member.key);
        return workerStatus(member, held, commonOverheadMs, nowMs);
      }),
      refused,
    };
  }

  /** Why the open step takes longer than usual; empty when it does not. */
  private waitingFor(step: OpenStep, nowMs: number): string {
    const openMs = this.openMs(step, nowMs);
    if (openMs < Math.max(SLOW_MS, SLOW_FACTOR * this.medianStepMs)) return '';
    const name = `step ${step.work.version + 1}`;
    if (this.members.size === 0) return `no workers: ${name} waits until one joins`;
    const usual = this.medianStepMs > 0 ? `, usually ${seconds(this.medianStepMs)}` : '';
    return `${name} has been open for ${seconds(openMs)}${usual}: ${holdersOf(step, nowMs)}`;
  }

  private openMs({ openedAtMs }: OpenStep, nowMs: number): number {
    return nowMs - (openedAtMs === -Infinity ? (this.firstSeenMs ?? nowMs) : openedAtMs);
  }

  private get medianStepMs(): number {
    const sorted = [...this.durationsMs].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? 0;
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function workerStatus(
  member: Member,
  held: readonly OpenLease[],
  commonOverheadMs: number,
  nowMs: number,
): WorkerStatus {
  return {
    id: member.key,
    device: member.join.device,
    host: member.join.host,
    silentMs: nowMs - member.lastSeenMs,
    msPerShard: Math.min(member.speed.medianMsPerShard(commonOverheadMs) ?? 0, LIMITS.intervalMs),
    holds: held.map(({ lease: { firstShard, shardCount }, kind, leasedAtMs, late }) => {
      return { firstShard, shardCount, heldMs: nowMs - leasedAtMs, late, audit: kind === 'audit' };
    }),
  };
}

function holdersOf(step: OpenStep, nowMs: number): string {
  const open = step.openLeases();
  if (open.length === 0) return 'every worker is still behind with an older lease';
  const holders = open.slice(0, NAMED).map(({ worker, lease, kind, leasedAtMs }) => {
    const why = kind === 'audit' ? ' (to audit them)' : '';
    return `${worker} has held ${shardsText(lease)}${why} for ${seconds(nowMs - leasedAtMs)}`;
  });
  while (holders.join(', ').length > NAMED_CHARS) holders.pop();
  const more = open.length > holders.length ? ` and ${open.length - holders.length} more` : '';
  return `${holders.join(', ')}${more}`;
}
