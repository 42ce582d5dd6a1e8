/** Runs one schedule. */
import { Cluster } from './cluster/cluster.js';
import type { Coverage } from './checks/coverage.js';
import { Faults } from './cluster/faults.js';
import { optionsOf, type SimulationOptions } from './options.js';
import { World } from '@lockstep/cluster/internals';

export interface SimulationResult {
  seed: number;
  /** The first violation and its time; undefined when every check held. */
  violation: { message: string; atMs: number } | undefined;
  coverage: Coverage;
  /** Simulated time and number of events. */
  endedAtMs: number;
  events: number;
}

export function simulate(options: SimulationOptions, trace?: (line: string) => void): SimulationResult {
  const world = new World(options.seed);
  world.trace = trace;
  const cluster = new Cluster(world, { ...options, crashPoints: [...options.crashPoints] });
  let message: string | undefined;
  try {
    cluster.start();
    new Faults(cluster).begin();
    world.run(options.limitMs, () => cluster.over);
    if (!cluster.over) message = `the run has not ended ${Math.round(options.limitMs)} ms after its start`;
  } catch (error) {
    message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    if (error instanceof Error && error.name !== 'Violation') message += `\n${error.stack ?? ''}`;
  }
  if (message !== undefined) world.note(() => `VIOLATION  ${message}`);
  const violation = message === undefined ? undefined : { message, atMs: world.nowMs };
  return { seed: options.seed, violation, coverage: cluster.coverage, endedAtMs: world.nowMs, events: world.events };
}

export function simulateSeed(seed: number, trace?: (line: string) => void): SimulationResult {
  return simulate(optionsOf(seed), trace);
}
