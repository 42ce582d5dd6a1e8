/** What happens to the standby's machine, and what it wants done. */
import type { UpdateConfig } from '../training/training-state.js';
import type { CoordinatorMessage, StandbyBody, WireDtype } from '@lockstep/protocol';

export interface StandbyConfig extends UpdateConfig {
  parameterCount: number;
  partSizeBytes: number;
  wireDtype: WireDtype;
  /** Updates after which training ends: no snapshot holds more. */
  totalSteps: number;
}

export type StandbyEvent = { kind: 'message'; message: CoordinatorMessage } | { kind: 'tick' };

export type StandbyEffect =
  | { kind: 'send'; leaderEpoch: number; body: StandbyBody }
  | { kind: 'notice'; level: 'info' | 'warn'; message: string };
