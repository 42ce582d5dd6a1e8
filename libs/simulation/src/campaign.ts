/** Runs many schedules and adds up their counts. */
import { addCounts, type Counts } from './checks/coverage.js';
import { simulateSeed } from './simulation.js';

/** The results of a range of seeds, as plain data that can be sent between threads. */
export interface Tally {
  seeds: number;
  /** Simulated time and number of events, in total. */
  simulatedMs: number;
  events: number;
  violations: { seed: number; message: string; atMs: number }[];
  faults: Counts;
  transitions: Counts;
  /** Number of schedules that took each transition. */
  schedulesTaking: Counts;
}

export function emptyTally(): Tally {
  return { seeds: 0, simulatedMs: 0, events: 0, violations: [], faults: {}, transitions: {}, schedulesTaking: {} };
}

export function runSeeds(firstSeed: number, count: number): Tally {
  const tally = emptyTally();
  for (let seed = firstSeed; seed < firstSeed + count; seed++) {
    const { violation, coverage, endedAtMs, events } = simulateSeed(seed);
    tally.seeds += 1;
    tally.simulatedMs += endedAtMs;
    tally.events += events;
    if (violation) tally.violations.push({ seed, ...violation });
    addCounts(tally.faults, coverage.faults);
    addCounts(tally.transitions, coverage.transitions);
    addCounts(tally.schedulesTaking, Object.fromEntries(Object.keys(coverage.transitions).map((name) => [name, 1])));
  }
  return tally;
}

export function addTally(target: Tally, tally: Tally): void {
  target.seeds += tally.seeds;
  target.simulatedMs += tally.simulatedMs;
  target.events += tally.events;
  target.violations.push(...tally.violations);
  addCounts(target.faults, tally.faults);
  addCounts(target.transitions, tally.transitions);
  addCounts(target.schedulesTaking, tally.schedulesTaking);
}
