/** The events and effects of the coordinator's machine. */
import type { CoordinatorMessage, StandbyMessage, WorkerId, WorkerMessage } from '@lockstep/protocol';
import type { DataConfig } from '../training/step-work.js';
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
  /** Bytes on the worker's subject that are no valid message. */
  | { kind: 'malformed'; from: WorkerId; reason: string }
  /** The worker's process is known to have ended. */
  | { kind: 'gone'; worker: WorkerId; reason: string }
  | { kind: 'tick' }
  /** A requested checkpoint is on disk and announced, or could not be written. */
  | { kind: 'checkpointed'; version: number; error?: string }
  /** A person stops the run, which then ends with a checkpoint. */
  | { kind: 'stop'; reason: string }
  /** It is unknown whether this coordinator leads. Until `resume` it neither leases nor commits nor broadcasts. */
  | { kind: 'pause' }
  | { kind: 'resume' }
  /** The run cannot continue, and ends with a checkpoint. */
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

/** How the training ends. `failed`: a person has to act. */
export type EndKind = 'finished' | 'stopped' | 'failed';

export type CoordinatorEffect =
  /** The views in a message are valid until the machine's next event. */
  | { kind: 'send'; to: WorkerId; message: CoordinatorMessage }
  | { kind: 'broadcast'; message: CoordinatorMessage }
  | { kind: 'toStandbys'; message: CoordinatorMessage }
  | ({ kind: 'checkpoint' } & WantedCheckpoint)
  | { kind: 'stepped'; record: StepRecord }
  | { kind: 'epochEnded'; epoch: number; loss: number }
  | { kind: 'evaluated'; testLoss: number }
  | { kind: 'notice'; level: 'info' | 'warn'; message: string }
  /** The machine accepts no more events. */
  | { kind: 'ended'; outcome: EndKind; reason: string };
