/** What the measured programs are given as environment, and where they lie. */
import { availableParallelism, cpus } from 'node:os';
import { resolve } from 'node:path';

/** This checkout. */
export const ROOT = resolve(import.meta.dirname, '../..');

/** The script of a program, as it is built. */
export function programOf(app: 'coordinator' | 'worker'): string {
  return resolve(ROOT, 'apps', app, 'dist/main.js');
}

/** The thread in which a worker computes. */
export const WORKER_COMPUTE_THREAD = resolve(ROOT, 'apps/worker/dist/compute/thread.js');

/** Where things are cached and found: all else that is set for Lockstep is an option, and the options are the benchmark's. */
const KEPT = ['LOCKSTEP_CACHE_DIR', 'LOCKSTEP_TENSORFLOW_DIR'];

export function measuredEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env);
  return Object.fromEntries(entries.filter(([name]) => KEPT.includes(name) || !name.startsWith('LOCKSTEP_')));
}

export interface Machine {
  cpu: string;
  cores: number;
  node: string;
}

/** What the numbers were measured on. */
export function machine(): Machine {
  return { cpu: cpus()[0]?.model ?? 'unknown', cores: availableParallelism(), node: process.version };
}
