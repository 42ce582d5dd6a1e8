/**
 * Elects the leader of a run, without I/O: (event, now) → effects.
 *
 * The leader holds a lease on one key, after Gray & Cheriton 1989 (https://doi.org/10.1145/74850.74870). It renews the lease by
 * writing the key. A waiting process takes the key over when it has not seen a change for `leaseMs`. Every write is a compare-and-
 * set, so one of two competing processes wins. The leader counts its lease from the time at which it sent the renewal, and a waiting
 * process from the time at which it read the renewal. The leader stops after 80 % of the lease, so the speeds of the two clocks may
 * differ by a fifth, and their times arbitrarily. The leader epoch fences messages that are published too late.
 */
import type { LeaderEntry, LeaderReading, LeadershipEffect, LeadershipEvent, LeadershipConfig } from './events.js';

/** Share of the lease after which a leader that could not renew it stops. */
const HELD_SHARE = 0.8;
/** Servers that have just started may report a missing bucket until they have read their disks. */
const GONE_AFTER_MS = 5000;
/** Changes of the key that prove that a leader renews it. A single change can be the last write of a dead process. */
const CHANGES_OF_A_LEADER = 2;

export class Leadership {
  private phase: 'waiting' | 'leading' | 'over' = 'waiting';
  private underWay: 'read' | 'write' | undefined;
  private effects: LeadershipEffect[] = [];
  /** Earliest times of the next read and write. */
  private nextMs = { read: -Infinity, write: -Infinity };
  private sent: { state: LeaderEntry['state']; atMs: number } = { state: 'leading', atMs: -Infinity };
  /** True when the key may have changed, so that it must be read before the next write. */
  private doubt = true;
  /** While waiting: the entry that was read last, and the time of its last change. */
  private seen: { entry: LeaderReading | undefined; sinceMs: number } | undefined;
  private changes = 0;
  /** The largest epoch ever read. The claimed epoch is larger, even after the key was deleted. */
  private latestEpoch: number;
  /** The epoch that this process claims or holds; 0 before the first try. */
  private epoch = 0;
  /** Revision of this process's entry. */
  private revision = 0;
  private heldUntilMs = -Infinity;
  private leads = false;
  private paused = false;
  private failing = false;
  private goneSinceMs: number | undefined;
  private end: { state: 'released' | 'finished'; untilMs: number } | undefined;

  constructor(private readonly config: LeadershipConfig) {
    this.latestEpoch = config.latestEpoch;
  }

  handle(event: LeadershipEvent, nowMs: number): LeadershipEffect[] {
    this.effects = [];
    if (event.kind === 'end') this.onEnd(event.state, nowMs);
    if (this.phase === 'over') return this.effects;
    this.dispatch(event, nowMs);
    this.pauseIfLate(nowMs);
    this.next(nowMs);
    return this.effects;
  }

  private dispatch(event: LeadershipEvent, nowMs: number): void {
    if (event.kind === 'tick' || event.kind === 'end') return;
    this.underWay = undefined;
    switch (event.kind) {
      case 'read':
        this.succeeded();
        return this.onRead(event.entry, nowMs);
      case 'written':
        this.succeeded();
        return this.onWritten(event.revision, nowMs);
      case 'readFailed':
        // The leader could not renew either, so its lease starts again.
        this.seen = undefined;
        this.onFailure(`cannot read the leader key: ${event.reason}`);
        return this.onMaybeGone(event.gone, nowMs);
      case 'writeFailed':
        this.doubt = true;
        this.seen = undefined;
        if (event.why === 'unknown') this.onFailure(`cannot write the leader key: ${event.reason}`);
    }
  }

  private onRead(entry: LeaderReading | undefined, nowMs: number): void {
    this.latestEpoch = Math.max(this.latestEpoch, entry?.epoch ?? 0);
    if (entry && this.isOurs(entry)) return this.onOurs(entry);
    if (this.phase === 'leading') this.onForeign(entry, nowMs);
    else this.observe(entry, nowMs);
  }

  private isOurs({ epoch, holder }: LeaderEntry): boolean {
    return epoch === this.epoch && holder === this.config.holder;
  }

  /** Handles an own write whose answer was lost. Its age is unknown, so the lease must be renewed before it counts. */
  private onOurs({ state, revision }: LeaderReading): void {
    this.doubt = false;
    this.phase = 'leading';
    this.revision = revision;
    this.nextMs.write = -Infinity;
    if (state !== 'leading') this.over({ kind: 'ended' });
  }

  private onForeign(entry: LeaderReading | undefined, nowMs: number): void {
    if (!entry) {
      // The key was deleted, or a replica lags behind. In the second case the write fails.
      this.doubt = false;
      this.revision = 0;
    } else if (entry.epoch > this.epoch || entry.revision > this.revision) {
      if (this.leads) return this.over({ kind: 'deposed', epoch: entry.epoch });
      // Another process took the claimed lead before the first renewal.
      this.phase = 'waiting';
      this.observe(entry, nowMs);
    }
    // Otherwise a replica lags behind, and the key is read again.
  }

  private observe(entry: LeaderReading | undefined, nowMs: number): void {
    this.doubt = false;
    const { seen } = this;
    if (!seen) {
      this.seen = { entry, sinceMs: nowMs };
      if (entry?.state === 'leading' && this.changes === 0)
        this.notice(
          'debug',
          `leader epoch ${entry.epoch} is taken over unless its leader renews it within ${this.config.leaseMs} ms`,
        );
    } else if ((entry?.revision ?? 0) > (seen.entry?.revision ?? 0)) {
      this.changes += 1;
      this.seen = { entry, sinceMs: nowMs };
    }
    if (entry?.state === 'released') this.notice('debug', `leader epoch ${entry.epoch} was released`);
    if (entry?.state === 'finished' && this.config.role === 'standby')
      this.over({ kind: 'finished', epoch: entry.epoch });
    if (entry?.state === 'leading' && this.config.role === 'lead' && this.changes >= CHANGES_OF_A_LEADER)
      this.over({ kind: 'otherLeads', epoch: entry.epoch });
  }

  private onWritten(revision: number, nowMs: number): void {
    this.phase = 'leading';
    this.doubt = false;
    this.revision = revision;
    if (this.sent.state !== 'leading') return this.over({ kind: 'ended' });
    this.heldUntilMs = this.sent.atMs + HELD_SHARE * this.config.leaseMs;
    if (nowMs >= this.heldUntilMs) return;
    if (!this.leads) this.effects.push({ kind: 'lead', epoch: this.epoch });
    this.leads = true;
    if (!this.paused) return;
    this.paused = false;
    this.effects.push({ kind: 'resume' });
    this.notice('debug', 'renewed the lead again');
  }

  private onFailure(message: string): void {
    if (!this.failing) this.notice('warn', `${message}: trying again`);
    this.failing = true;
  }

  private succeeded(): void {
    this.failing = false;
    this.goneSinceMs = undefined;
  }

  private onMaybeGone(gone: boolean, nowMs: number): void {
    this.goneSinceMs = gone ? (this.goneSinceMs ?? nowMs) : undefined;
    if (this.goneSinceMs !== undefined && nowMs - this.goneSinceMs >= GONE_AFTER_MS) this.over({ kind: 'gone' });
  }

  private onEnd(state: 'released' | 'finished', nowMs: number): void {
    if (this.phase === 'over') this.effects.push({ kind: 'ended' });
    this.end ??= { state, untilMs: nowMs + this.config.leaseMs };
    this.nextMs.write = -Infinity;
  }

  private pauseIfLate(nowMs: number): void {
    if (this.phase === 'over') return;
    if (!this.leads || this.end || this.paused || nowMs < this.heldUntilMs) return;
    this.paused = true;
    this.effects.push({ kind: 'pause' });
    const sinceMs = Math.round(nowMs - this.heldUntilMs + HELD_SHARE * this.config.leaseMs);
    this.notice('debug', `could not renew the lead for ${sinceMs} ms`);
  }

  private next(nowMs: number): void {
    if (this.phase === 'over') return;
    if (this.end && nowMs >= this.end.untilMs) {
      this.notice(
        'warn',
        `could not write that the lead is ${this.end.state}: a standby takes over after ${this.config.leaseMs} ms`,
      );
      return this.over({ kind: 'ended' });
    }
    if (this.underWay) return;
    if (this.doubt) return this.read(nowMs);
    if (this.phase === 'leading') return this.write(this.end?.state ?? 'leading', this.revision, nowMs);
    if (this.end) return this.over({ kind: 'ended' });
    if (this.mayClaim(nowMs)) return this.claim(nowMs);
    this.read(nowMs);
  }

  private mayClaim(nowMs: number): boolean {
    const { seen, config } = this;
    if (!seen) return false;
    // A standby starts only while the run exists, so a missing key was deleted and its leader may still live.
    const free = seen.entry ? seen.entry.state !== 'leading' : config.role === 'lead';
    return free || nowMs - seen.sinceMs >= config.leaseMs;
  }

  private claim(nowMs: number): void {
    const entry = this.seen?.entry;
    this.epoch = this.latestEpoch + (entry ? 1 : this.config.lostKeyStep);
    this.write('leading', entry?.revision ?? 0, nowMs);
  }

  private read(nowMs: number): void {
    if (nowMs < this.nextMs.read) return;
    this.nextMs.read = nowMs + this.config.renewMs;
    this.underWay = 'read';
    this.effects.push({ kind: 'read' });
  }

  private write(state: LeaderEntry['state'], revision: number, nowMs: number): void {
    if (nowMs < this.nextMs.write) return;
    this.nextMs.write = nowMs + this.config.renewMs;
    this.sent = { state, atMs: nowMs };
    this.underWay = 'write';
    this.effects.push({ kind: 'write', entry: { epoch: this.epoch, holder: this.config.holder, state }, revision });
  }

  private over(last: LeadershipEffect): void {
    this.phase = 'over';
    this.effects.push(last);
  }

  private notice(level: 'debug' | 'info' | 'warn', message: string): void {
    this.effects.push({ kind: 'notice', level, message });
  }
}
