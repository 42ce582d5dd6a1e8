/**
 * The plan of faults: a pure function of the chaos seed and the step, so that a run can be repeated with the same faults.
 *
 * The random numbers are keyed by seed and step. So the fault of a step does not depend on earlier faults, and a resumed run has the
 * faults of an uninterrupted run.
 */
import { Purpose, WordStream } from '@lockstep/data';

export const FAULT_KINDS = ['kill', 'pause', 'slow'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface ChaosConfig {
  /** Expected faults per step, 0 to 1. */
  rate: number;
  seed: number;
  /** Local workers that can be harmed. */
  workers: number;
}

export interface Fault {
  kind: FaultKind;
  /** Index of the harmed worker. */
  worker: number;
  /** Delay after the commit of the previous step, in median durations of a step, from 0 to 1. */
  delaySteps: number;
  /** Duration of the fault, 0 for a kill. */
  durationMs: number;
}

const DURATIONS_MS: Readonly<Record<FaultKind, readonly [least: number, most: number]>> = {
  kill: [0, 0],
  pause: [300, 3000],
  slow: [1000, 5000],
};

/** Returns the fault of the step after `step` updates, or undefined for a step without a fault. */
export function faultAfter({ rate, seed, workers }: ChaosConfig, step: number): Fault | undefined {
  const words = new WordStream(seed, Purpose.chaos, step, 0);
  if (uniform(words) >= rate || workers === 0) return undefined;
  const kind = FAULT_KINDS[Math.floor(uniform(words) * FAULT_KINDS.length)]!;
  const worker = Math.floor(uniform(words) * workers);
  const delaySteps = uniform(words);
  const [least, most] = DURATIONS_MS[kind];
  return { kind, worker, delaySteps, durationMs: Math.round(least + (most - least) * uniform(words)) };
}

/** Returns a uniform number in [0, 1). */
function uniform(words: WordStream): number {
  return words.next() / 2 ** 32;
}
