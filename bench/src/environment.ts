/** What the measured programs are given as environment, and where they lie. */
import { resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

export const COORDINATOR_PROGRAM = resolve(ROOT, 'apps/coordinator/dist/main.js');
/** The thread in which a worker computes. */
export const WORKER_COMPUTE_THREAD = resolve(ROOT, 'apps/worker/dist/compute-thread.js');

/** Where things are cached and found: all else that is set for Lockstep is an option, and the options are the benchmark's. */
const KEPT = ['LOCKSTEP_CACHE_DIR', 'LOCKSTEP_TENSORFLOW_DIR'];

export function measuredEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env);
  return Object.fromEntries(entries.filter(([name]) => KEPT.includes(name) || !name.startsWith('LOCKSTEP_')));
}
