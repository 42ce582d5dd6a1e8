/** The exchanges of an emulated run, from the times of its workers. */
import { median } from '../statistics.js';
import type { WorkerReport, WorkerStep } from './messages.js';
import type { EmulatedConfig } from './plan.js';
import type { EmulatedRun } from './run.js';
import { busyTimes, noTimes, PATH, pathTimes, type StageTimes } from './timeline.js';

export interface Exchange {
  /** End of the last worker's backward pass. */
  startMs: number;
  /** Start of the first forward pass with the new weights. */
  firstMs: number;
  /** Start of the last forward pass with the new weights. */
  lastMs: number;
}

/** The exchanges of the counted steps for which every worker computed both the step before and the step after. */
export function exchangesOf({ warmUp, steps, workers }: EmulatedConfig, reports: readonly WorkerReport[]): Exchange[] {
  const marks = reports.map((report) => new Map(report.steps.map((step) => [step.version, step])));
  const exchanges: Exchange[] = [];
  for (let version = warmUp; version < warmUp + steps; version++) {
    const before = all(marks, version);
    const after = all(marks, version + 1);
    if (before.length < workers || after.length < workers) continue;
    exchanges.push({
      startMs: Math.max(...before.map(({ backwardDoneMs }) => backwardDoneMs)),
      firstMs: Math.min(...after.map(({ forwardMs }) => forwardMs)),
      lastMs: Math.max(...after.map(({ forwardMs }) => forwardMs)),
    });
  }
  return exchanges;
}

function all(marks: readonly Map<number, WorkerStep>[], version: number): WorkerStep[] {
  return marks.map((steps) => steps.get(version)).filter((step) => step !== undefined);
}

/** Bytes of messages that a worker received and sent per step: median over the workers, mean over the counted steps. */
export function bytesPerStep({ warmUp, steps }: EmulatedConfig, reports: readonly WorkerReport[]) {
  const per = (field: 'receivedBytes' | 'sentBytes') => {
    const of = reports.map((report) => {
      const [first, last] = [warmUp, warmUp + steps].map((at) => report.steps.find(({ version }) => version === at));
      return first && last ? (last[field] - first[field]) / steps : NaN;
    });
    return Math.round(median(of.filter((value) => !Number.isNaN(value))));
  };
  return { received: per('receivedBytes'), sent: per('sentBytes') };
}

export interface Profile {
  /** The stages add up to the mean exchange of the profiled steps. */
  pathMs: StageTimes;
  /** Time of the thread of the coordinator, and of a worker, per exchange. */
  coordinatorMs: StageTimes;
  workerMs: StageTimes;
}

/** Where the time of the middle half of the exchanges goes. The fastest and the slowest quarter do not count. */
export function profileOf(run: EmulatedRun, exchanges: readonly Exchange[], workers: number): Profile {
  const sorted = [...exchanges].sort((a, b) => lengthOf(a) - lengthOf(b));
  const quarter = Math.floor(sorted.length / 4);
  const middle = sorted.slice(quarter, sorted.length - quarter);
  const profile: Profile = { pathMs: noTimes(), coordinatorMs: noTimes(), workerMs: noTimes() };
  for (const { startMs, lastMs: endMs } of middle) {
    const window = { startMs, endMs };
    add(profile.pathMs, pathTimes(window, run.coordinator, run.workers), middle.length);
    add(profile.coordinatorMs, busyTimes(window, run.coordinator, false), middle.length);
    for (const intervals of run.workers) {
      add(profile.workerMs, busyTimes(window, intervals, true), middle.length * workers);
    }
  }
  return profile;
}

export function lengthOf({ startMs, lastMs }: Exchange): number {
  return lastMs - startMs;
}

function add(target: StageTimes, addend: StageTimes, divisor: number): void {
  for (const stage of PATH) target[stage] += addend[stage] / divisor;
}
