/**
 * Harms our own workers while they train, as the plan says: the promise of the same bits is then tested by every run.
 * Signals go to living children of ours only, never to an id that may be another process's by now.
 */
import type { Child, Logger, Supervised } from '@lockstep/cli';
import type { StepRecord } from '@lockstep/cluster';
import { Harm } from './harm.js';
import { ChaosLedger, type ChaosSummary } from './ledger.js';
import { faultAfter, type ChaosConfig, type Fault } from './plan.js';

export interface Victim {
  name: string;
  worker: Supervised;
}

export class Chaos {
  private readonly plan: ChaosConfig;
  private readonly ledger = new ChaosLedger();
  private readonly harms = new Map<Child, Harm>();
  private readonly timers = new Set<NodeJS.Timeout>();
  /** The most workers that took part in one step: with fewer, somebody is missing. */
  private fullStrength = 0;
  private stopped = false;

  constructor(
    { rate, seed }: Pick<ChaosConfig, 'rate' | 'seed'>,
    private readonly victims: readonly Victim[],
    private readonly log: Logger,
  ) {
    this.plan = { rate, seed, workers: victims.length };
  }

  /** A step was committed: harms somebody during the next one, if the plan says so. After the last one it lets them all be. */
  stepped({ step, samples, workers }: StepRecord, totalSteps: number): void {
    const tookPart = Object.keys(workers).length;
    this.fullStrength = Math.max(this.fullStrength, tookPart);
    this.ledger.stepped(samples, this.harms.size > 0 || tookPart < this.fullStrength, performance.now());
    if (step === totalSteps) this.stop();
    const fault = this.stopped ? undefined : faultAfter(this.plan, step);
    if (!fault) return;
    const timer = setTimeout(
      () => {
        this.timers.delete(timer);
        this.strike(fault, step);
      },
      fault.delaySteps * this.ledger.medianStepMs(samples),
    );
    this.timers.add(timer);
  }

  /** Harms nobody any more, and lets everybody run again. */
  stop(): void {
    this.stopped = true;
    for (const timer of this.timers) clearTimeout(timer);
    for (const harm of [...this.harms.values()]) harm.end();
  }

  summary(): ChaosSummary {
    return this.ledger.summary(this.plan);
  }

  private strike(fault: Fault, step: number): void {
    const victim = this.livingVictim(fault.worker);
    const child = victim?.worker.living;
    if (!child) return this.ledger.missed();
    // One harm at a time: who is struck again is not stopped by the one and continued by the other.
    this.harms.get(child)?.end();
    this.ledger.struck(fault.kind, performance.now());
    const during = `during step ${step + 1}`;
    if (fault.kind === 'kill') {
      victim.worker.kill();
      return this.log.info(`chaos: killed ${victim.name} ${during}`);
    }
    const harm = new Harm(child, () => this.harms.delete(child));
    this.harms.set(child, harm);
    harm.begin(fault);
    const what = fault.kind === 'pause' ? 'paused' : 'slowed down';
    this.log.info(`chaos: ${what} ${victim.name} ${during}, for ${(fault.durationMs / 1000).toFixed(1)} s`);
  }

  /** The worker of that number, or the next one that lives. */
  private livingVictim(first: number): Victim | undefined {
    const inOrder = [...this.victims.slice(first), ...this.victims.slice(0, first)];
    return inOrder.find(({ worker }) => worker.living);
  }
}
