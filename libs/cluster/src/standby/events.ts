/** The events and effects of a standby's machine. */
import type { UpdateConfig } from '../training/training-state.js';
import type { CoordinatorMessage, StandbyBody, WireDtype } from '@lockstep/protocol';

export interface StandbyConfig extends UpdateConfig {
  parameterCount: number;
  partSizeBytes: number;
  wireDtype: WireDtype;
  /** Number of updates of the run, which bounds the version of a snapshot. */
  totalSteps: number;
}

export type StandbyEvent = { kind: 'message'; message: CoordinatorMessage } | { kind: 'tick' };

export type StandbyEffect =
  | { kind: 'send'; leaderEpoch: number; body: StandbyBody }
  | { kind: 'notice'; level: 'info' | 'warn'; message: string };
