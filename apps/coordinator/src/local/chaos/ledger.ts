/** What chaos did and what it cost: faults, recoveries, and the time lost against the undisturbed pace. */
import { FAULT_KINDS, type ChaosConfig, type FaultKind } from './plan.js';

/** Milliseconds from a fault to the next committed step. */
export interface Recovery {
  count: number;
  median_ms: number;
  p95_ms: number;
  worst_ms: number;
}

/** As summary.json has it. */
export interface ChaosSummary {
  rate: number;
  seed: number;
  faults: Record<FaultKind | 'total', number>;
  /** Faults of the plan that found no living worker. */
  missed: number;
  /** Only of kinds that happened and were followed by a step. */
  recoveries: Partial<Record<FaultKind, Recovery>>;
  /** From the first committed step to the last. */
  trained_ms: number;
  /**
   * trained_ms less what the same samples take at the undisturbed pace: the median milliseconds per sample of the steps that nothing
   * disturbed, or, when there are fewer than 10 of those, of the fastest tenth of all steps.
   */
  lost_ms: number;
  pace_from: 'undisturbed steps' | 'fastest steps';
  /** Steps that the pace is taken from. */
  pace_steps: number;
}

interface Step {
  ms: number;
  samples: number;
  disturbed: boolean;
}

const MIN_UNDISTURBED = 10;

export class ChaosLedger {
  private readonly counts: Record<FaultKind, number> = { kill: 0, pause: 0, slow: 0 };
  private readonly recoveriesMs: Record<FaultKind, number[]> = { kill: [], pause: [], slow: [] };
  private readonly steps: Step[] = [];
  private struckSince: { kind: FaultKind; atMs: number }[] = [];
  private lastStepMs: number | undefined;
  private missedFaults = 0;

  struck(kind: FaultKind, nowMs: number): void {
    this.counts[kind] += 1;
    this.struckSince.push({ kind, atMs: nowMs });
  }

  missed(): void {
    this.missedFaults += 1;
  }

  /** @param disturbed whether some worker was missing or harmed; what struck since the last step is known here */
  stepped(samples: number, disturbed: boolean, nowMs: number): void {
    for (const { kind, atMs } of this.struckSince) this.recoveriesMs[kind].push(nowMs - atMs);
    // The first step waits for workers to start: it says nothing about the pace.
    if (this.lastStepMs !== undefined) {
      const ms = nowMs - this.lastStepMs;
      this.steps.push({ ms, samples, disturbed: disturbed || this.struckSince.length > 0 });
    }
    this.struckSince = [];
    this.lastStepMs = nowMs;
  }

  /** How long a step of so many samples usually takes; 0 as long as nothing is known. */
  medianStepMs(samples: number): number {
    return samples * quantile(this.paceSteps().map(msPerSample), 0.5);
  }

  summary({ rate, seed }: ChaosConfig): ChaosSummary {
    const samples = this.steps.reduce((sum, step) => sum + step.samples, 0);
    const trainedMs = this.steps.reduce((sum, step) => sum + step.ms, 0);
    const recoveries = FAULT_KINDS.map((kind) => [kind, this.recoveriesMs[kind]] as const);
    return {
      rate,
      seed,
      faults: { total: FAULT_KINDS.reduce((sum, kind) => sum + this.counts[kind], 0), ...this.counts },
      missed: this.missedFaults,
      recoveries: Object.fromEntries(recoveries.filter(([, ms]) => ms.length > 0).map(([k, ms]) => [k, recovery(ms)])),
      trained_ms: Math.round(trainedMs),
      lost_ms: Math.max(0, Math.round(trainedMs - this.medianStepMs(samples))),
      pace_from: this.undisturbed().length < MIN_UNDISTURBED ? 'fastest steps' : 'undisturbed steps',
      pace_steps: this.paceSteps().length,
    };
  }

  private undisturbed(): Step[] {
    return this.steps.filter(({ disturbed }) => !disturbed);
  }

  private paceSteps(): Step[] {
    const undisturbed = this.undisturbed();
    if (undisturbed.length >= MIN_UNDISTURBED) return undisturbed;
    const fastestFirst = [...this.steps].sort((a, b) => msPerSample(a) - msPerSample(b));
    return fastestFirst.slice(0, Math.ceil(fastestFirst.length / 10));
  }
}

function msPerSample({ ms, samples }: Step): number {
  return ms / samples;
}

function recovery(ms: readonly number[]): Recovery {
  const at = (q: number) => Math.round(quantile(ms, q));
  return { count: ms.length, median_ms: at(0.5), p95_ms: at(0.95), worst_ms: at(1) };
}

/** By nearest rank: the least value that at least a share `q` of all values does not exceed; 0 of none. */
function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? 0;
}
