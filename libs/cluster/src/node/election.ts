/** The election over the whole life of a process, with one Leadership machine for each time that the process waits for the lead. */
import type { LeadershipConfig, LeadershipEffect, LeadershipEvent } from '../election/events.js';
import { Leadership } from '../election/leadership.js';
import type { LeaderKeyAnswer, NodeConfig } from './events.js';

/** A leader that is silent for this long loses the lead. It is short for a fast take-over, and long enough for a slow disk. */
const LEASE_MS = 1500;
const RENEW_MS = 300;
/**
 * When the leader key is lost, the folder's epoch may be stale: a full disk does not store a new epoch, and another folder may
 * have led since. Resuming the run skips at least this many epochs plus a random number below it, so that no two processes lead
 * in one epoch. 32 bits suffice for 30,000 losses.
 */
const SKIPPED_EPOCHS = 65_536;
/** After one of these effects the machine takes no more events. */
const LAST = ['deposed', 'otherLeads', 'gone', 'finished', 'ended'] satisfies LeadershipEffect['kind'][];

export class Election {
  private machine: Leadership | undefined;
  /** Number of the current machine, which marks its requests. */
  private term = 0;
  private latestEpoch: number;
  /** True when the lead is given up or lost. The machine then takes no more events. */
  over = false;

  private readonly lostKeyStep: number;

  constructor(private readonly config: NodeConfig) {
    const { newRun, incarnation, latestEpoch } = config;
    this.latestEpoch = latestEpoch;
    this.lostKeyStep = newRun ? 1 : SKIPPED_EPOCHS + (incarnation % SKIPPED_EPOCHS);
  }

  /** Marks the requests of the current machine. */
  get id(): number {
    return this.term;
  }

  /** Waits for the lead. Answers to earlier requests no longer count. */
  join(role: LeadershipConfig['role']): void {
    this.term += 1;
    this.over = false;
    const holder = `${this.config.processId}.${this.term}`;
    const { latestEpoch, lostKeyStep } = this;
    this.machine = new Leadership({ holder, role, leaseMs: LEASE_MS, renewMs: RENEW_MS, latestEpoch, lostKeyStep });
  }

  /** Called before every other event, because the lease may have run out while the process was suspended. */
  check(nowMs: number): LeadershipEffect[] {
    return this.handle({ kind: 'tick' }, nowMs);
  }

  /** Returns no effects for the answer to a request of an earlier machine. */
  answer(id: number, answer: LeaderKeyAnswer, nowMs: number): LeadershipEffect[] {
    return id === this.term ? this.handle(answer, nowMs) : [];
  }

  /** Gives the lead up, or stops waiting for it. */
  end(state: 'released' | 'finished', nowMs: number): LeadershipEffect[] {
    return this.handle({ kind: 'end', state }, nowMs);
  }

  private handle(event: LeadershipEvent, nowMs: number): LeadershipEffect[] {
    const effects = this.machine?.handle(event, nowMs) ?? [];
    for (const effect of effects) {
      if ((LAST as readonly string[]).includes(effect.kind)) this.over = true;
      if (effect.kind === 'lead' || effect.kind === 'deposed')
        this.latestEpoch = Math.max(this.latestEpoch, effect.epoch);
    }
    if (event.kind !== 'tick' || effects.length > 0) this.config.observe?.('leadership', event, effects);
    return effects;
  }
}
