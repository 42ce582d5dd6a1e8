import { describe, expect, it } from 'vitest';
import { FAULT_KINDS, faultAfter, type ChaosConfig, type Fault } from './plan.js';

const STEPS = 20_000;
const PLAN: ChaosConfig = { rate: 0.25, seed: 7, workers: 3 };

function faults(plan: ChaosConfig, steps = STEPS): Fault[] {
  return Array.from({ length: steps }, (_, step) => faultAfter(plan, step)).filter((fault) => fault !== undefined);
}

/** Accepts five standard deviations of a count of independent events. */
function expectAbout(count: number, expected: number): void {
  expect(Math.abs(count - expected)).toBeLessThan(5 * Math.sqrt(expected));
}

describe('the plan of faults', () => {
  it('depends only on seed and step', () => {
    const forwards = Array.from({ length: 200 }, (_, step) => faultAfter(PLAN, step));
    const backwards = Array.from({ length: 200 }, (_, i) => faultAfter(PLAN, 199 - i));
    expect(backwards.reverse()).toEqual(forwards);
    expect(Array.from({ length: 200 }, (_, step) => faultAfter({ ...PLAN, seed: 8 }, step))).not.toEqual(forwards);
  });

  it.each([0.01, 0.25, 1])('has a rate of %d faults per step', (rate) => {
    expectAbout(faults({ ...PLAN, rate }).length, rate * STEPS);
  });

  it('has no faults at a rate of 0 or without workers', () => {
    expect(faults({ ...PLAN, rate: 0 })).toEqual([]);
    expect(faults({ ...PLAN, rate: 1, workers: 0 })).toEqual([]);
  });

  it('keeps the faults of a lower rate at a higher rate', () => {
    const more = Array.from({ length: 500 }, (_, step) => faultAfter({ ...PLAN, rate: 0.5 }, step));
    for (let step = 0; step < more.length; step++) {
      const fault = faultAfter(PLAN, step);
      if (fault) expect(more[step]).toEqual(fault);
    }
  });

  it('has all kinds of faults for all workers in all phases of a step', () => {
    const all = faults(PLAN);
    for (const kind of FAULT_KINDS) expectAbout(all.filter((fault) => fault.kind === kind).length, all.length / 3);
    for (let worker = 0; worker < PLAN.workers; worker++)
      expectAbout(all.filter((fault) => fault.worker === worker).length, all.length / PLAN.workers);
    expectAbout(all.filter(({ delaySteps }) => delaySteps < 0.5).length, all.length / 2);
    expect(all.every(({ delaySteps }) => delaySteps >= 0 && delaySteps < 1)).toBe(true);
  });

  it.each([
    ['kill', 0, 0],
    ['pause', 300, 3000],
    ['slow', 1000, 5000],
  ] as const)('%s lasts from %d to %d ms', (kind, least, most) => {
    const lengths = faults(PLAN)
      .filter((fault) => fault.kind === kind)
      .map(({ durationMs }) => durationMs);
    const slack = (most - least) / 50;
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(least);
    expect(Math.min(...lengths)).toBeLessThanOrEqual(least + slack);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(most);
    expect(Math.max(...lengths)).toBeGreaterThanOrEqual(most - slack);
  });
});
