/** How a coordinator process ends. */
import type { NodeResult } from './events.js';

export const STORE_LOST = { kind: 'storeLost', reason: 'the NATS server has lost what it stored of the run' } as const;

/** How the process ends, once the pending saves have settled and the lead is given up. */
export interface Ending {
  result: NodeResult;
  /** The state that the process writes to the leader key. */
  lead: 'released' | 'finished';
  stage: 'saving' | 'concluding' | 'leaving';
}
