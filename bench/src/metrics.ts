/** The measured steps, from the coordinator's metrics.jsonl. */
import { readFile } from 'node:fs/promises';
import { median } from './statistics.js';

export interface StepMetrics {
  step: number;
  /** Mean over the samples of the step. */
  loss: number;
  samples_per_second: number;
  workers: Record<string, { compute_ms: number; wire_ms: number; wait_ms: number }>;
}

/** Medians over the measured steps, and over all workers for values of each worker. */
export interface StepSummary {
  imagesPerSecond: number;
  stepMs: number;
  computeMs: number;
  wireMs: number;
  waitMs: number;
  /** Median over the steps of the time beyond the computing of the slowest worker. */
  overheadMs: number;
}

/** Reads the lines of the steps after `from` up to and including `to`. */
export async function readMetrics(path: string, from: number, to: number): Promise<StepMetrics[]> {
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as StepMetrics).filter(({ step }) => step > from && step <= to);
}

/** @param batch samples of each step; there is no short last batch among them */
export function summarise(steps: readonly StepMetrics[], batch: number): StepSummary {
  // The rate of a line is the samples of its step divided by the time since the previous step.
  const stepMs = steps.map((step) => (batch / step.samples_per_second) * 1000);
  const slowestMs = steps.map(({ workers }) => Math.max(...Object.values(workers).map(({ compute_ms: ms }) => ms)));
  const times = steps.flatMap(({ workers }) => Object.values(workers));
  return {
    imagesPerSecond: rate(stepMs, batch),
    stepMs: median(stepMs),
    computeMs: median(times.map(({ compute_ms: ms }) => ms)),
    wireMs: median(times.map(({ wire_ms: ms }) => ms)),
    waitMs: median(times.map(({ wait_ms: ms }) => ms)),
    overheadMs: median(stepMs.map((ms, i) => ms - slowestMs[i]!)),
  };
}

/** Samples per second over all steps together, so that slow steps have their full weight. */
export function rate(stepMs: readonly number[], batch: number): number {
  return (batch * stepMs.length * 1000) / stepMs.reduce((sum, ms) => sum + ms, 0);
}
