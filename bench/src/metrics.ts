/** What the coordinator wrote into metrics.jsonl about the measured steps. */
import { readFile } from 'node:fs/promises';
import { median } from './statistics.js';

export interface StepMetrics {
  step: number;
  /** Mean over the images of the step. */
  loss: number;
  images_per_second: number;
  workers: Record<string, { compute_ms: number; wire_ms: number; wait_ms: number }>;
}

/** Medians over the measured steps, and over all workers where each has a value. */
export interface StepSummary {
  imagesPerSecond: number;
  stepMs: number;
  computeMs: number;
  wireMs: number;
  waitMs: number;
  /** Of each step: what it took beyond the computing of its slowest worker. */
  overheadMs: number;
}

/** The lines of the steps after `from` up to and including `to`. */
export async function readMetrics(path: string, from: number, to: number): Promise<StepMetrics[]> {
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as StepMetrics).filter(({ step }) => step > from && step <= to);
}

/** @param batch images of each of the steps, all of which are whole batches */
export function summarise(steps: readonly StepMetrics[], batch: number): StepSummary {
  // A line's rate is its step's own: images by the time since the step before.
  const stepMs = steps.map((step) => (batch / step.images_per_second) * 1000);
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

/** Images per second over all steps together: slow steps count by what they take. */
export function rate(stepMs: readonly number[], batch: number): number {
  return (batch * stepMs.length * 1000) / stepMs.reduce((sum, ms) => sum + ms, 0);
}
