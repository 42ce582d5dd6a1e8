/** The learning rate of each update. It is a pure function of the update's number, so a checkpoint need not store it. */
import type { ResolvedSchedule, UpdateConfig } from './config.js';
import { cosine } from './cosine.js';

/** Returns the learning rate of an update. `step` is the number of updates applied before it. */
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

/** Returns the progress after the warm-up: 0 at its end, 1 at and after `totalSteps`. */
function progress(
  decaySteps: number,
  { totalSteps, warmupSteps }: { totalSteps: number; warmupSteps: number },
): number {
  return Math.min(decaySteps / (totalSteps - warmupSteps), 1);
}

/** Computes a power by squaring, because the operator ** is Math.pow, which differs between Node versions. */
function power(base: number, exponent: number): number {
  let result = 1;
  let square = base;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}
