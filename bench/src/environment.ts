/** Paths and environment of the measured programs. */
import { availableParallelism, cpus } from 'node:os';
import { resolve } from 'node:path';

/** The root of this checkout. */
export const ROOT = resolve(import.meta.dirname, '../..');

/** The built script of a program. */
export function programOf(app: 'coordinator' | 'worker'): string {
  return resolve(ROOT, 'apps', app, 'dist/main.js');
}

/** The script of a worker's compute thread. */
export const WORKER_COMPUTE_THREAD = resolve(ROOT, 'apps/worker/dist/compute/thread.js');

/** Locations, which are passed on. All other variables of Lockstep are options, which the benchmark sets. */
const KEPT = ['LOCKSTEP_CACHE_DIR', 'LOCKSTEP_TENSORFLOW_DIR'];

/** This process's environment without Lockstep's options. */
export function measuredEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env);
  return Object.fromEntries(entries.filter(([name]) => KEPT.includes(name) || !name.startsWith('LOCKSTEP_')));
}

export interface Machine {
  cpu: string;
  cores: number;
  node: string;
}

/** The measuring machine. */
export function machine(): Machine {
  return { cpu: cpus()[0]?.model ?? 'unknown', cores: availableParallelism(), node: process.version };
}
