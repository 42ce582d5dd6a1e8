/** Ids of the simulation's workers. */
import type { WorkerId } from '@lockstep/protocol';

/** Schema hash of the model. Any value will do. */
export const SCHEMA_HASH = 'a'.repeat(64);

/** The id of the worker `name` of the simulation. */
export function workerIdOf(name: string): WorkerId {
  return { pool: 'sim', member: name };
}
