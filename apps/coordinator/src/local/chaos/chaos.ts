/**
 * Harms local workers during training according to the plan, to test that the result stays the same.
 * It signals only running children, because the id of an ended child may belong to another process.
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
  /** Largest number of workers in one step. A step with fewer workers is disturbed. */
  private fullStrength = 0;
  private stopped = false;

  constructor(
    { rate, seed }: Pick<ChaosConfig, 'rate' | 'seed'>,
    private readonly victims: readonly Victim[],
    private readonly log: Logger,
  ) {
    this.plan = { rate, seed, workers: victims.length };
  }

  /** Records a committed step and schedules the fault of the next step, if the plan has one. Stops after the last step. */
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

  /** Ends all faults and schedules no more. */
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
    // One fault per worker at a time, because the end of one fault would resume the worker during another.
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

  /** Returns the worker with that index, or the next running one. */
  private livingVictim(first: number): Victim | undefined {
    const inOrder = [...this.victims.slice(first), ...this.victims.slice(0, first)];
    return inOrder.find(({ worker }) => worker.living);
  }
}
