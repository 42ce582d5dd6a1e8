/** Takes and keeps the lead of a run: carries out what the machine of leadership wants, with the key in JetStream KV. */
import { UserError } from '@lockstep/errors';
import { randomBytes } from 'node:crypto';
import { Leadership, type LeadershipEffect, type LeadershipEvent, type LeadershipConfig } from '@lockstep/cluster';
import type { Logger } from '@lockstep/cli';
import type { LeaderKey } from '@lockstep/transport';

/** A leader that says nothing for so long is taken for gone: short enough to go on soon, long enough for a slow disk. */
const LEASE_MS = 1500;
const RENEW_MS = 300;
const TICK_MS = 50;
const HOLDER_BYTES = 16;

/** Somebody else leads the run, and goes on doing so. */
export class OtherLeadsError extends UserError {
  constructor(run: string, epoch: number) {
    super(
      `another coordinator leads the run ${run} (leader epoch ${epoch}): start this one with --standby, or end the other one first`,
    );
  }
}

/** The NATS server has lost what it kept of the run. */
export class StoreLostError extends UserError {
  constructor(run: string) {
    super(
      `the NATS server has lost what it stored of the run ${run}: "npx nx run coordinator:serve --resume" goes on from the last checkpoint in the run's folder`,
    );
  }
}

/** What waiting for the lead came to; `finished`: the run is over, `stopped`: we were told to wait no longer. */
export type Taken = { kind: 'leads'; epoch: number } | { kind: 'finished' } | { kind: 'stopped' };

export interface LeadHandlers {
  onPause: () => void;
  onResume: () => void;
  onDeposed: (epoch: number) => void;
  onStoreLost: (error: StoreLostError) => void;
}

export class Lead {
  /** Settles once. @throws OtherLeadsError, StoreLostError */
  readonly taken: Promise<Taken>;
  private settle: (taken: Taken) => void = () => undefined;
  private refuse: (error: OtherLeadsError | StoreLostError) => void = () => undefined;
  private readonly machine: Leadership;
  private readonly ticker: NodeJS.Timeout;
  private handlers: LeadHandlers | undefined;
  private paused = false;
  private deposedBy: number | undefined;
  private lost: StoreLostError | undefined;
  private onEnded: () => void = () => undefined;

  constructor(
    private readonly key: LeaderKey,
    private readonly run: string,
    role: LeadershipConfig['role'],
    latestEpoch: number,
    private readonly log: Logger,
  ) {
    this.taken = new Promise((resolve, reject) => {
      this.settle = resolve;
      this.refuse = reject;
    });
    // Whoever waits for it is told; nobody may be waiting yet.
    this.taken.catch(() => undefined);
    const holder = randomBytes(HOLDER_BYTES).toString('hex');
    this.machine = new Leadership({ holder, role, leaseMs: LEASE_MS, renewMs: RENEW_MS, latestEpoch });
    this.ticker = setInterval(() => this.check(), TICK_MS);
    this.check();
  }

  /** Tells who trains what becomes of the lead, and what has become of it already. */
  attach(handlers: LeadHandlers): void {
    this.handlers = handlers;
    if (this.paused) handlers.onPause();
    if (this.deposedBy !== undefined) handlers.onDeposed(this.deposedBy);
    if (this.lost) handlers.onStoreLost(this.lost);
  }

  /** @throws StoreLostError */
  checkStore(): void {
    if (this.lost) throw this.lost;
  }

  /** Looks at the clock: a process that was stopped for a while has to know that it was before it does anything. */
  check(): void {
    this.dispatch({ kind: 'tick' });
  }

  /** Gives the lead up, or stops waiting for it. Resolves when that is written, or cannot be. */
  async end(state: 'released' | 'finished'): Promise<void> {
    const ended = new Promise<void>((resolve) => {
      this.onEnded = resolve;
    });
    this.dispatch({ kind: 'end', state });
    await ended;
  }

  private dispatch(event: LeadershipEvent): void {
    for (const effect of this.machine.handle(event, performance.now())) this.execute(effect);
  }

  private execute(effect: LeadershipEffect): void {
    switch (effect.kind) {
      case 'read':
        return void this.key.read().then((answer) => this.dispatch(answer));
      case 'write':
        return void this.key.write(effect.entry, effect.revision).then((answer) => this.dispatch(answer));
      case 'lead':
        this.log.debug(`leads in epoch ${effect.epoch}`);
        return this.settle({ kind: 'leads', epoch: effect.epoch });
      case 'pause':
        this.paused = true;
        return this.handlers?.onPause();
      case 'resume':
        this.paused = false;
        return this.handlers?.onResume();
      case 'notice':
        return this.log[effect.level](effect.message);
      default:
        clearInterval(this.ticker);
        return this.over(effect);
    }
  }

  private over(
    effect: Extract<LeadershipEffect, { kind: 'deposed' | 'otherLeads' | 'gone' | 'finished' | 'ended' }>,
  ): void {
    switch (effect.kind) {
      case 'deposed':
        this.deposedBy = effect.epoch;
        return this.handlers?.onDeposed(effect.epoch);
      case 'otherLeads':
        return this.refuse(new OtherLeadsError(this.run, effect.epoch));
      case 'gone':
        this.lost = new StoreLostError(this.run);
        this.refuse(this.lost);
        return this.handlers?.onStoreLost(this.lost);
      case 'finished':
        return this.settle({ kind: 'finished' });
      case 'ended':
        this.settle({ kind: 'stopped' });
        return this.onEnded();
    }
  }
}
