/** The distributed logic of Lockstep: state machines without I/O. */
export { copyState, epochLosses, initialState } from './coordinator/training-state.js';
export type { TrainingState } from './coordinator/training-state.js';
export type { AuditConfig } from './coordinator/audits.js';
export type {
  CheckpointReason,
  CoordinatorEffect,
  CoordinatorEvent,
  CoordinatorMachineConfig,
  EndKind,
  StepRecord,
  WorkerTimes,
} from './coordinator/events.js';
export { CoordinatorMachine } from './coordinator/machine.js';
export { InvalidConfigError } from './errors.js';
export type {
  LeaderEntry,
  LeaderReading,
  LeadershipEffect,
  LeadershipEvent,
  LeadershipConfig,
} from './leader/events.js';
export { Leadership } from './leader/leadership.js';
export { checkConfig, samplesOf, shardSizes, workOf } from './step-work.js';
export type { DataConfig, Work } from './step-work.js';
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
