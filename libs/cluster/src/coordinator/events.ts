/** The events and effects of the coordinator's machine. */
import type { CoordinatorMessage, StandbyMessage, WorkerId, WorkerMessage } from '@lockstep/protocol';
import type { DataConfig } from '../common/step-work.js';
import type { MembershipConfig } from '../membership/members.js';
import type { WorkerTimes } from '../step/lease.js';
import type { StepConfig } from '../step/open-step.js';
import type { WantedCheckpoint } from '../training/checkpoints.js';

export interface CoordinatorMachineConfig extends DataConfig, MembershipConfig, StepConfig {
  leaderEpoch: number;
  /** Updates after which training ends. */
  totalSteps: number;
  learningRate: number;
  /** Updates between two periodic checkpoints. */
  checkpointEvery: number;
}

export type CoordinatorEvent =
  | { kind: 'message'; from: WorkerId; message: WorkerMessage }
  /** `from`: the standby's name. */
  | { kind: 'standbyMessage'; from: string; message: StandbyMessage }
  /** Something arrived on the worker's subject that is no message. */
  | { kind: 'malformed'; from: WorkerId; reason: string }
  /** The worker's process is known to have ended. */
  | { kind: 'gone'; worker: WorkerId; reason: string }
  | { kind: 'tick' }
  /** A wanted checkpoint is on disk and announced, or could not be written. */
  | { kind: 'checkpointed'; version: number; error?: string }
  /** A person wants the run to stop where it is, with a checkpoint. */
  | { kind: 'stop'; reason: string }
  /** Whether this coordinator leads cannot be told at the moment: until it can, nothing is leased, committed or broadcast. */
  | { kind: 'pause' }
  | { kind: 'resume' }
  /** Another coordinator leads. */
  | { kind: 'deposed'; leaderEpoch: number }
  /** The run cannot go on; what it has reached is kept as a checkpoint. */
  | { kind: 'abort'; reason: string };

export interface StepRecord {
  /** Number of updates applied, this one included. */
  step: number;
  /** 1-based epoch that the step belongs to. */
  epoch: number;
  loss: number;
  samples: number;
  workers: Record<string, WorkerTimes>;
}

/** How a run ends here. `failed` is for what a person has to mend; `deposed`: it goes on under another coordinator. */
export type EndKind = 'finished' | 'stopped' | 'failed' | 'deposed';

export type CoordinatorEffect =
  /** Views in a message are valid only until the machine's next event. */
  | { kind: 'send'; to: WorkerId; message: CoordinatorMessage }
  | { kind: 'broadcast'; message: CoordinatorMessage }
  | { kind: 'toStandbys'; message: CoordinatorMessage }
  | ({ kind: 'checkpoint' } & WantedCheckpoint)
  | { kind: 'stepped'; record: StepRecord }
  | { kind: 'epochEnded'; epoch: number; loss: number }
  | { kind: 'evaluated'; testLoss: number }
  | { kind: 'notice'; level: 'info' | 'warn'; message: string }
  /** The machine takes no more events. */
  | { kind: 'ended'; outcome: EndKind; reason: string };
