/**
 * Who leads a run, without I/O: (event, now) → effects.
 *
 * A lease on one key, after Gray & Cheriton 1989 (https://doi.org/10.1145/74850.74870), without any clock but our own: the
 * leader writes the key again and again; one who waits takes it over when it has not seen it change for `leaseMs`. Every write
 * is a compare-and-set, so that of two who try one wins. The leader counts its lease from the moment at which it *sent* the
 * renewal, the other one from the moment at which it *saw* it, and the leader stops at 80 % of it: clocks may differ by a
 * fifth in speed, and in everything else. What is published all the same is fenced by its epoch.
 */
import type { LeaderEntry, LeaderReading, LeadershipEffect, LeadershipEvent, LeadershipConfig } from './events.js';

/** Share of the lease after which a leader that could not renew it stops. */
const HELD_SHARE = 0.8;
/** Servers that have just started may say so for a moment, before they have read their disks. */
const GONE_AFTER_MS = 5000;
/** Changes of the key that show that somebody renews it: one can be the last write of a process that is gone. */
const CHANGES_OF_A_LEADER = 2;

export class Leadership {
  private phase: 'waiting' | 'leading' | 'over' = 'waiting';
  private underWay: 'read' | 'write' | undefined;
  private effects: LeadershipEffect[] = [];
  /** Not before these times. */
  private nextMs = { read: -Infinity, write: -Infinity };
  private sent: { state: LeaderEntry['state']; atMs: number } = { state: 'leading', atMs: -Infinity };
  /** The key may not be what we think it is: look before the next write. */
  private doubt = true;
  /** What was read last, while we wait, and since when it is so. */
  private seen: { entry: LeaderReading | undefined; sinceMs: number } | undefined;
  private changes = 0;
  /** The largest epoch ever read: our own will be larger, even when somebody deletes the key. */
  private latestEpoch: number;
  /** The epoch that we claim or hold; 0 before the first try. */
  private epoch = 0;
  /** Revision of our own entry. */
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
        // Then the leader could not renew either, and gets its time anew.
        this.seen = undefined;
        this.onFailure(`cannot read who leads the run: ${event.reason}`);
        return this.onMaybeGone(event.gone, nowMs);
      case 'writeFailed':
        this.doubt = true;
        this.seen = undefined;
        if (event.why === 'unknown') this.onFailure(`cannot write who leads the run: ${event.reason}`);
    }
  }

  // ---- answers ---------------------------------------------------------------------------------------------------------

  private onRead(entry: LeaderReading | undefined, nowMs: number): void {
    this.latestEpoch = Math.max(this.latestEpoch, entry?.epoch ?? 0);
    if (entry && this.isOurs(entry)) return this.onOurs(entry);
    if (this.phase === 'leading') this.onForeign(entry, nowMs);
    else this.observe(entry, nowMs);
  }

  private isOurs({ epoch, holder }: LeaderEntry): boolean {
    return epoch === this.epoch && holder === this.config.holder;
  }

  /** A write of ours whose answer was lost. Which one, and so how old it is, cannot be told: it has to be renewed first. */
  private onOurs({ state, revision }: LeaderReading): void {
    this.doubt = false;
    this.phase = 'leading';
    this.revision = revision;
    this.nextMs.write = -Infinity;
    if (state !== 'leading') this.over({ kind: 'ended' });
  }

  private onForeign(entry: LeaderReading | undefined, nowMs: number): void {
    if (!entry) {
      // Somebody has deleted the key. A replica that lags behind says the same, and then the write fails.
      this.doubt = false;
      this.revision = 0;
    } else if (entry.epoch > this.epoch || entry.revision > this.revision) {
      if (this.leads) return this.over({ kind: 'deposed', epoch: entry.epoch });
      // What we had claimed was taken from us before we could renew it.
      this.phase = 'waiting';
      this.observe(entry, nowMs);
    }
    // Otherwise a replica that lags behind has answered: the question stays.
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
    this.notice('debug', 'could renew the lead again');
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

  // ---- what is next ----------------------------------------------------------------------------------------------------

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
      this.notice('warn', `could not write that the lead is ${this.end.state}: a standby takes over after a while`);
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
    // Whoever stands by has seen the run live: a key that is missing then is not one that was never written.
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
