/**
 * Which harm is done when: a pure function of the chaos seed and the step, so that a run can be harmed in the same way again.
 *
 * The numbers come from a counter-based generator, keyed by seed and step: a step's fault does not depend on how many faults there
 * were before it, and a resumed run is harmed as one that was never interrupted.
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
  /** Index of the worker that it strikes. */
  worker: number;
  /** When it strikes after the step before was committed, in usual durations of a step: it hits every phase of one. */
  delaySteps: number;
  /** How long it lasts; 0 for a kill. */
  durationMs: number;
}

const DURATIONS_MS: Readonly<Record<FaultKind, readonly [least: number, most: number]>> = {
  kill: [0, 0],
  pause: [300, 3000],
  slow: [1000, 5000],
};

/** The fault of the step that follows `step` updates; most steps have none. */
export function faultAfter({ rate, seed, workers }: ChaosConfig, step: number): Fault | undefined {
  const words = new WordStream(seed, Purpose.chaos, step, 0);
  if (uniform(words) >= rate || workers === 0) return undefined;
  const kind = FAULT_KINDS[Math.floor(uniform(words) * FAULT_KINDS.length)]!;
  const worker = Math.floor(uniform(words) * workers);
  const delaySteps = uniform(words);
  const [least, most] = DURATIONS_MS[kind];
  return { kind, worker, delaySteps, durationMs: Math.round(least + (most - least) * uniform(words)) };
}

/** A number in [0, 1). */
function uniform(words: WordStream): number {
  return words.next() / 2 ** 32;
}
