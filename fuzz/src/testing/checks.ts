/** What must hold for all that a coordinator does: the reference's weights and losses, and silence when it must not lead. */
import type { CoordinatorEffect, CoordinatorEvent, CoordinatorMachine } from '@lockstep/cluster';
import { bitsOf, referenceRun, type Reference } from '@lockstep/simulation';
import type { WireDtype } from '@lockstep/protocol';
import { expect } from 'vitest';
import { CONFIG } from './cluster.js';
import { expectUnchanged, remembered } from './graph.js';

export const DTYPES: readonly WireDtype[] = ['f32', 'bf16'];
export const REFERENCE: Record<WireDtype, Reference> = { f32: referenceOf('f32'), bf16: referenceOf('bf16') };

function referenceOf(dtype: WireDtype): Reference {
  return referenceRun(CONFIG, CONFIG.totalSteps, CONFIG.learningRate, dtype);
}

/** How often each thing has happened, by its name. */
export type Counts = Map<string, number>;

export function count(counts: Counts, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** One event ends a step: weights for all, a gradient for standbys, leases, notices; or it asks each worker again. */
const MOST_EFFECTS = 64;
/** What is heard by all, or says that the run has gone on. */
const LEADS: ReadonlySet<CoordinatorEffect['kind']> = new Set(['broadcast', 'stepped', 'epochEnded', 'evaluated']);
const OF_THE_DEPOSED: ReadonlySet<CoordinatorEffect['kind']> = new Set(['notice', 'ended']);
/** What comes by itself, or from a flood: that it was heard proves nothing. */
const UNCOUNTED: ReadonlySet<CoordinatorEvent['kind']> = new Set(['tick', 'checkpointed', 'standbyMessage']);

type Rank = 'leads' | 'stops' | 'deposed' | 'over';

export class Checks {
  /** How the run has ended. */
  ended: string | undefined;
  private paused = false;
  private wasPaused = false;
  private rank: Rank = 'leads';

  constructor(
    private readonly wireDtype: WireDtype,
    private readonly counts: Counts,
    /** Whether all that counts is true, as far as one can know. */
    private readonly trusts: (machine: CoordinatorMachine) => boolean = () => true,
  ) {}

  handle(machine: CoordinatorMachine, event: CoordinatorEvent, nowMs: number): CoordinatorEffect[] {
    const { rank } = this;
    const silent = rank === 'over' || (rank === 'deposed' && event.kind !== 'checkpointed');
    const before = silent ? remembered(machine).digest : '';
    const trainedBefore = this.mayCommit ? '' : trained(machine);
    this.note(event);
    const effects = machine.handle(event, nowMs);
    if (silent) {
      expect(effects, `${event.kind} when ${rank}`).toEqual([]);
      expectUnchanged(before, remembered(machine).digest, `${event.kind} when ${rank}`);
    }
    if (trainedBefore && !this.mayCommit) expectUnchanged(trainedBefore, trained(machine), `${event.kind} in a pause`);
    for (const effect of effects) this.check(event, effect, machine);
    expect(effects.length, 'effects of one event').toBeLessThanOrEqual(MOST_EFFECTS);
    return effects;
  }

  private get mayCommit(): boolean {
    return this.rank === 'leads' && !this.paused;
  }

  private note({ kind }: CoordinatorEvent): void {
    if (this.rank !== 'leads' || this.paused) {
      if (!UNCOUNTED.has(kind)) count(this.counts, `heard ${this.rank === 'leads' ? 'in a pause' : this.rank}`);
    }
    if (this.rank === 'over') return;
    if (kind === 'pause') this.paused = true;
    if (kind === 'resume') this.paused = false;
    if (kind === 'pause') this.wasPaused = true;
    if (kind === 'deposed') this.rank = 'deposed';
    else if ((kind === 'stop' || kind === 'abort') && this.rank === 'leads') this.rank = 'stops';
  }

  private check(event: CoordinatorEvent, effect: CoordinatorEffect, machine: CoordinatorMachine): void {
    const what = `${effect.kind} after ${event.kind}`;
    if (this.rank === 'deposed') expect(OF_THE_DEPOSED.has(effect.kind), `${what} when deposed`).toBe(true);
    if (!this.mayCommit) {
      const isLease = effect.kind === 'send' && effect.message.body.kind === 'lease';
      expect(isLease, `lease after ${event.kind}`).toBe(false);
    }
    if (this.paused) expect(LEADS.has(effect.kind), `${what} in a pause`).toBe(false);
    if (effect.kind === 'stepped') this.stepped(effect.record.loss, machine);
    if (effect.kind === 'evaluated') this.evaluated(effect.testLoss, machine);
    if (effect.kind !== 'ended') return;
    this.rank = 'over';
    this.ended = `${effect.outcome}: ${effect.reason}`;
    count(this.counts, `ended ${effect.outcome}`);
  }

  private stepped(loss: number, machine: CoordinatorMachine): void {
    expect(this.rank, 'a coordinator that makes a step').toBe('leads');
    if (!this.trusts(machine)) return count(this.counts, 'steps that nobody can vouch for');
    const { version, weights } = machine.training;
    const { weights: bits, losses } = REFERENCE[this.wireDtype];
    expect(bitsOf(weights), `weights ${version}`).toBe(bits[version]);
    expect(loss, `loss ${version}`).toBe(losses[version - 1]);
    count(this.counts, 'steps');
    if (this.wasPaused) count(this.counts, 'steps after a pause');
  }

  private evaluated(testLoss: number, machine: CoordinatorMachine): void {
    if (!this.trusts(machine)) return;
    expect(testLoss, 'test loss').toBe(REFERENCE[this.wireDtype].testLoss);
    count(this.counts, 'evaluated');
  }
}

/** All that a commit changes. */
function trained({ training: { fingerprint, ...state } }: CoordinatorMachine): string {
  return remembered(state).digest;
}
