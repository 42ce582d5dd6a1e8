/** How workers of the simulation are called. */
import type { WorkerId } from '@lockstep/protocol';

/** Schema hash of the stand-in model; its value does not matter. */
export const SCHEMA_HASH = 'a'.repeat(64);

/** The id of the worker `name` of the simulation. */
export function workerIdOf(name: string): WorkerId {
  return { pool: 'sim', member: name };
}
