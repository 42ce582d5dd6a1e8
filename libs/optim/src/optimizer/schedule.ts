/** The learning rate of each update, a pure function of its number: a run that resumes needs no state for it. */
import type { ResolvedSchedule, UpdateConfig } from './config.js';
import { cosine } from './cosine.js';

/** @param step number of updates applied before this one */
export function learningRateAt({ optimizer, schedule }: UpdateConfig, step: number): number {
  return optimizer.learningRate * factorAt(schedule, step);
}

function factorAt(schedule: ResolvedSchedule, step: number): number {
  const { warmupSteps } = schedule;
  if (step < warmupSteps) return (step + 1) / warmupSteps;
  const decaySteps = step - warmupSteps;
  switch (schedule.kind) {
    case 'constant':
      return 1;
    case 'linear':
      return 1 - progress(decaySteps, schedule);
    case 'cosine':
      return 0.5 * (1 + cosine(Math.PI * progress(decaySteps, schedule)));
    case 'step':
      return power(schedule.gamma, Math.floor(decaySteps / schedule.everySteps));
    case 'exponential':
      return power(schedule.gamma, decaySteps);
  }
}

/** From 0 after the warm-up to 1 at the end and beyond. */
function progress(
  decaySteps: number,
  { totalSteps, warmupSteps }: { totalSteps: number; warmupSteps: number },
): number {
  return Math.min(decaySteps / (totalSteps - warmupSteps), 1);
}

/** By squaring, so that the bits follow from base and exponent alone: ** is Math.pow. */
function power(base: number, exponent: number): number {
  let result = 1;
  let square = base;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}
