/** What the policies of the open step want the coordinator to do. */
import type { CoordinatorBody } from '@lockstep/protocol';
import type { Member } from '../membership/members.js';

export type StepAction =
  | { kind: 'send'; to: Member; body: CoordinatorBody }
  | { kind: 'warn'; message: string }
  /** The step cannot be completed with the workers of this run. */
  | { kind: 'fail'; reason: string };
