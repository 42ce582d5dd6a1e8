import { describe, expect, it } from 'vitest';
import type { DataPlan } from '../plan.js';
import { NO_FAULTS, Simulation, type FaultRates, type SimulationOptions, type SimulationResult } from './cluster.js';
import { referenceRun } from './reference.js';

const PLAN: DataPlan = { seed: 5, batch: 12, shards: 4, trainSamples: 57, testSamples: 23 };
const TOTAL_STEPS = 12;
const LEARNING_RATE = 0.05;

const FAULTS: FaultRates = {
  drop: 0.05,
  duplicate: 0.05,
  maxDelayMs: 80,
  workerCrashEveryMs: 2500,
  workerHangEveryMs: 4000,
  partitionEveryMs: 6000,
  coordinatorCrashEveryMs: 4000,
  coordinatorOverlapEveryMs: 5000,
  diskFails: 0.2,
};

function simulate(changes: Partial<SimulationOptions>): SimulationResult {
  return new Simulation({
    seed: 1,
    plan: PLAN,
    totalSteps: TOTAL_STEPS,
    learningRate: LEARNING_RATE,
    workers: 3,
    checkpointEvery: 2,
    faults: NO_FAULTS,
    faultsForMs: 20_000,
    limitMs: 200_000,
    ...changes,
  }).run();
}

function expectReference(result: SimulationResult, plan: DataPlan = PLAN): void {
  const reference = referenceRun(plan, TOTAL_STEPS, LEARNING_RATE);
  expect(result.outcome, `${result.reason}\n${result.notices.join('\n')}`).toBe('finished');
  for (const { version, bits } of result.weights) expect(bits, `version ${version}`).toBe(reference.weights[version]);
  expect(result.losses).toEqual(reference.losses);
  expect(result.testLoss).toBe(reference.testLoss);
}

describe('a simulated cluster', () => {
  it.each([1, 2, 3, 4, 7])('computes the bits of the reference with %i workers', (workers) => {
    const result = simulate({ workers });
    expectReference(result);
    expect(result.weights.map(({ version }) => version)).toEqual(Array.from({ length: TOTAL_STEPS }, (_, i) => i + 1));
  });

  it.each([1, 2, 3, 5, 8, 12])('computes the bits of the reference with %i shards', (shards) => {
    const plan = { ...PLAN, shards };
    expectReference(simulate({ plan }), plan);
  });

  it('gives other bits for another number of shards, so that equal bits say something', () => {
    const bits = [1, 2, 3, 4].map((shards) =>
      referenceRun({ ...PLAN, shards }, TOTAL_STEPS, LEARNING_RATE).weights.at(-1),
    );
    expect(new Set(bits).size).toBe(4);
  });

  it('computes the bits of the reference whatever is lost, doubled, late, cut off, hung or dead', () => {
    const counts: Record<string, number> = {};
    for (let seed = 0; seed < 300; seed++) {
      const workers = 1 + (seed % 5);
      const result = simulate({ seed, workers, faults: FAULTS });
      try {
        expectReference(result);
      } catch (error) {
        throw new Error(`seed ${seed} with ${workers} workers`, { cause: error });
      }
      for (const [kind, count] of Object.entries(result.counts)) counts[kind] = (counts[kind] ?? 0) + count;
    }
    // A fault that never happened proves nothing.
    for (const kind of [
      'lost message',
      'doubled message',
      'worker crash',
      'worker hang',
      'partition',
      'coordinator crash',
      'two coordinators',
    ]) {
      expect(counts[kind], kind).toBeGreaterThan(50);
    }
  }, 60_000);

  it('replays a seed exactly', () => {
    const options = { seed: 77, faults: FAULTS };
    expect(simulate(options)).toEqual(simulate(options));
  });
});
