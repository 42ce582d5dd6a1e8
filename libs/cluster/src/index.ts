/** The distributed logic of Lockstep: state machines without I/O. */
export { copyState, initialState } from './training/training-state.js';
export type { TrainingState } from './training/training-state.js';
export type { AuditConfig } from './step/audits.js';
export type { WorkerTimes } from './step/lease.js';
export type { CheckpointReason } from './training/checkpoints.js';
export type {
  CoordinatorEffect,
  CoordinatorEvent,
  CoordinatorMachineConfig,
  EndKind,
  StepRecord,
} from './coordinator/events.js';
export { CoordinatorMachine } from './coordinator/machine.js';
export { InvalidConfigError } from './errors.js';
export type {
  LeaderEntry,
  LeaderReading,
  LeadershipEffect,
  LeadershipEvent,
  LeadershipConfig,
} from './election/events.js';
export { Leadership } from './election/leadership.js';
export { checkConfig, dataConfigOf, samplesOf, shardSizes, workOf } from './training/step-work.js';
export type { DataConfig, Work } from './training/step-work.js';
export type { StandbyEffect, StandbyEvent, StandbyConfig } from './standby/events.js';
export { StandbyMachine } from './standby/standby.js';
export type { ShardResult, WorkerEffect, WorkerEvent, WorkerConfig } from './worker/events.js';
export { WorkerMachine } from './worker/machine.js';
export { Saving } from './saving/saving.js';
export type { Pointer, SavingEffect, SavingEvent, SavingOperation, SavingConfig } from './saving/saving.js';
export { CoordinatorNode } from './node/node.js';
export type {
  LeaderKeyAnswer,
  NodeConfig,
  NodeEffect,
  NodeEvent,
  NodeResult,
  Observer,
  SaveAnswer,
  SaveReason,
} from './node/events.js';
