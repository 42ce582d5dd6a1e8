/** Watches how long steps take, and says who is in the way of one that takes longer than usual. */
import { LIMITS, type Phase, type RefusedWorker, type WorkerStatus } from '@lockstep/protocol';
import type { Leasing } from '../step/leasing.js';
import type { Member, Members } from '../membership/members.js';
import { shardsText } from '../step/format.js';

const REMEMBERED = 32;
/** A step is slow when it takes so many times the usual, and at least this long. */
const SLOW_FACTOR = 3;
const SLOW_MS = 2000;
/** Said again as long as it lasts, so that a step that waits is never silent. */
const NOTICE_EVERY_MS = 10_000;
/** Leases that are named in one sentence, and their characters: with the rest of it they fit into a status. */
const NAMED = 4;
const NAMED_CHARS = LIMITS.textChars - 100;
/** Entries of each list of a status: the latest refusals, and as many workers as a status may hold. */
const LISTED_REFUSALS = 32;

export interface WatchStatus {
  phase: Phase;
  openMs: number;
  medianStepMs: number;
  waitingFor: string;
  workers: WorkerStatus[];
  refused: RefusedWorker[];
}

export class StepWatch {
  private readonly durationsMs: number[] = [];
  private firstSeenMs: number | undefined;
  private noticedMs: number | undefined;

  constructor(
    private readonly leasing: Leasing,
    private readonly members: Members,
  ) {}

  /** The open step has just been committed. */
  stepped(nowMs: number): void {
    this.durationsMs.push(this.openMs(nowMs));
    if (this.durationsMs.length > REMEMBERED) this.durationsMs.shift();
    this.noticedMs = undefined;
  }

  /** What to say now about a step that waits; undefined when there is nothing new. */
  notice(nowMs: number): string | undefined {
    this.firstSeenMs ??= nowMs;
    const message = this.waitingFor(nowMs);
    if (message === '') return undefined;
    // The first time a late lease or a death has just been named.
    this.noticedMs ??= nowMs;
    if (nowMs - this.noticedMs < NOTICE_EVERY_MS) return undefined;
    this.noticedMs = nowMs;
    return message;
  }

  status(nowMs: number): WatchStatus {
    const refused = [...this.members.sentAway].slice(-LISTED_REFUSALS).map(([id, { code, reason }]) => {
      return { id: id.replace(/\/.*$/, ''), code, reason };
    });
    return {
      phase: this.leasing.work.phase,
      openMs: this.openMs(nowMs),
      medianStepMs: this.medianStepMs,
      waitingFor: this.waitingFor(nowMs),
      workers: this.workers(nowMs),
      refused,
    };
  }

  private workers(nowMs: number): WorkerStatus[] {
    const commonOverheadMs = this.members.commonOverheadMs();
    return this.members.all().map((member) => this.workerStatus(member, commonOverheadMs, nowMs));
  }

  private workerStatus(member: Member, commonOverheadMs: number, nowMs: number): WorkerStatus {
    const held = this.leasing.step.open().filter(({ worker }) => worker === member.key);
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

  /** Why the open step takes longer than usual; empty when it does not. */
  private waitingFor(nowMs: number): string {
    const openMs = this.openMs(nowMs);
    if (openMs < Math.max(SLOW_MS, SLOW_FACTOR * this.medianStepMs)) return '';
    const step = `step ${this.leasing.work.version + 1}`;
    if (this.members.size === 0) return `no workers: ${step} waits until one joins`;
    const usual = this.medianStepMs > 0 ? `, usually ${seconds(this.medianStepMs)}` : '';
    return `${step} has been open for ${seconds(openMs)}${usual}: ${this.holders(nowMs)}`;
  }

  private holders(nowMs: number): string {
    const open = this.leasing.step.open();
    if (open.length === 0) return 'every worker is still behind with an older lease';
    const holders = open.slice(0, NAMED).map(({ worker, lease, kind, leasedAtMs }) => {
      const why = kind === 'audit' ? ' (to audit them)' : '';
      return `${worker} has held ${shardsText(lease)}${why} for ${seconds(nowMs - leasedAtMs)}`;
    });
    while (holders.join(', ').length > NAMED_CHARS) holders.pop();
    const more = open.length > holders.length ? ` and ${open.length - holders.length} more` : '';
    return `${holders.join(', ')}${more}`;
  }

  private openMs(nowMs: number): number {
    const { openedAtMs } = this.leasing.step;
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
