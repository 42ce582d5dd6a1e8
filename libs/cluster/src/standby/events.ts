/** What happens to the standby's machine, and what it wants done. */
import type { CoordinatorMessage, StandbyBody, WireDtype } from '@lockstep/protocol';

export interface StandbyConfig {
  parameterCount: number;
  partSizeBytes: number;
  wireDtype: WireDtype;
  learningRate: number;
  /** Updates after which training ends: no snapshot holds more. */
  totalSteps: number;
}

export type StandbyEvent = { kind: 'message'; message: CoordinatorMessage } | { kind: 'tick' };

export type StandbyEffect =
  | { kind: 'send'; leaderEpoch: number; body: StandbyBody }
  | { kind: 'notice'; level: 'info' | 'warn'; message: string };
