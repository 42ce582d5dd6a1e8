import { describe, expect, it } from 'vitest';
import { adam, resolveUpdateConfig, type ScheduleConfig } from './config.js';
import { learningRateAt } from './schedule.js';

const TOTAL_STEPS = 30;

/** Returns the learning rates of some updates, divided by the optimiser's learning rate. */
function factors(schedule: ScheduleConfig | undefined, steps: readonly number[]): number[] {
  const optimizer = adam({ learningRate: 2 });
  const config = resolveUpdateConfig(schedule ? { optimizer, schedule } : { optimizer }, TOTAL_STEPS);
  return steps.map((step) => learningRateAt(config, step) / 2);
}

function range(end: number): number[] {
  return Array.from({ length: end }, (_, i) => i);
}

describe('learningRateAt', () => {
  it('is constant without a schedule', () => {
    expect(factors(undefined, [0, 7, 1e9])).toEqual([1, 1, 1]);
  });

  it.each<ScheduleConfig>([
    { kind: 'constant', warmupSteps: 4 },
    { kind: 'linear', warmupSteps: 4 },
    { kind: 'cosine', warmupSteps: 4 },
    { kind: 'step', everySteps: 5, warmupSteps: 4 },
    { kind: 'exponential', gamma: 0.5, warmupSteps: 4 },
  ])('rises during the warm-up of %j and is 1 at the update after it', (schedule) => {
    expect(factors(schedule, range(5))).toEqual([0.25, 0.5, 0.75, 1, 1]);
  });

  it('falls linearly from the warm-up to the end of the run and then remains 0', () => {
    const expected = (step: number): number => 1 - (step - 5) / 25;
    const steps = range(TOTAL_STEPS).slice(5);
    expect(factors({ kind: 'linear', warmupSteps: 5 }, steps)).toEqual(steps.map(expected));
    expect(factors({ kind: 'linear' }, [29, 30, 31, 1000])).toEqual([1 - 29 / 30, 0, 0, 0]);
  });

  it('falls along half a cosine and then remains 0', () => {
    const steps = range(TOTAL_STEPS).slice(5);
    const expected = steps.map((step) => 0.5 * (1 + Math.cos((Math.PI * (step - 5)) / 25)));
    factors({ kind: 'cosine', warmupSteps: 5 }, steps).forEach((factor, i) =>
      expect(Math.abs(factor - expected[i]!)).toBeLessThan(1e-15),
    );
    expect(factors({ kind: 'cosine' }, [0, 30, 45, 60])).toEqual([1, 0, 0, 0]);
  });

  it('ends at its own totalSteps if set', () => {
    expect(factors({ kind: 'linear', totalSteps: 10 }, [5, 10])).toEqual([0.5, 0]);
  });

  it('falls in steps that are counted from the end of the warm-up', () => {
    expect(factors({ kind: 'step', everySteps: 2, gamma: 0.5, warmupSteps: 1 }, range(7))).toEqual([
      1, 1, 1, 0.5, 0.5, 0.25, 0.25,
    ]);
    expect(factors({ kind: 'step', everySteps: 10 }, [9, 10, 20])).toEqual([1, 0.1, 0.1 * 0.1]);
  });

  it('falls exponentially and agrees with Math.pow', () => {
    expect(factors({ kind: 'exponential', gamma: 0.5 }, range(6))).toEqual([1, 0.5, 0.25, 0.125, 0.0625, 0.03125]);
    const steps = [1, 2, 3, 100, 999, 12_345];
    factors({ kind: 'exponential', gamma: 0.999 }, steps).forEach((factor, i) =>
      expect(Math.abs(factor / 0.999 ** steps[i]! - 1)).toBeLessThan(1e-12),
    );
  });
});
