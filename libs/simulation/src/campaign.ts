/** Many schedules, and the sum of what they tried; the same in one thread or in several. */
import { addCounts, type Counts } from './checks/coverage.js';
import { simulateSeed } from './simulation.js';

/** What came of a range of seeds: plain data, which passes between threads. */
export interface Tally {
  seeds: number;
  /** Simulated time and events, all together. */
  simulatedMs: number;
  events: number;
  violations: { seed: number; message: string; atMs: number }[];
  faults: Counts;
  transitions: Counts;
  /** By how many schedules each transition was taken. */
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
