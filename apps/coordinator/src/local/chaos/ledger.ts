/** The record of chaos: faults, recoveries, and the time lost against the undisturbed pace. */
import { FAULT_KINDS, type ChaosConfig, type FaultKind } from './plan.js';

/** Milliseconds from a fault to the next committed step. */
export interface Recovery {
  count: number;
  median_ms: number;
  p95_ms: number;
  worst_ms: number;
}

/** The chaos of a run in summary.json. */
export interface ChaosSummary {
  rate: number;
  seed: number;
  faults: Record<FaultKind | 'total', number>;
  /** Faults of the plan that found no living worker. */
  missed: number;
  /** Only kinds with a fault that a step followed. */
  recoveries: Partial<Record<FaultKind, Recovery>>;
  /** From the first committed step to the last. */
  trained_ms: number;
  /**
   * trained_ms minus the time of the same samples at the undisturbed pace. The pace is the median of milliseconds per sample over the
   * undisturbed steps, or over the fastest tenth of all steps when fewer than 10 are undisturbed.
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

  /** @param disturbed true when a worker was missing or harmed; faults since the last step count in any case */
  stepped(samples: number, disturbed: boolean, nowMs: number): void {
    for (const { kind, atMs } of this.struckSince) this.recoveriesMs[kind].push(nowMs - atMs);
    // The first step includes the start of the workers, so it is not measured.
    if (this.lastStepMs !== undefined) {
      const ms = nowMs - this.lastStepMs;
      this.steps.push({ ms, samples, disturbed: disturbed || this.struckSince.length > 0 });
    }
    this.struckSince = [];
    this.lastStepMs = nowMs;
  }

  /** Returns the median duration of a step with this many samples, 0 before the second step. */
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

/** Returns the quantile by nearest rank: the least value that is at least as large as a share `q` of the values. 0 for no values. */
function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? 0;
}
