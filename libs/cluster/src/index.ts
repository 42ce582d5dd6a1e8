/** The distributed logic of Lockstep: state machines without I/O. */
export { copyState, epochLosses, initialState } from './coordinator/training-state.js';
export type { TrainingState } from './coordinator/training-state.js';
export type { AuditPlan } from './coordinator/audits.js';
export type {
  CheckpointReason,
  CoordinatorEffect,
  CoordinatorEvent,
  CoordinatorPlan,
  EndKind,
  StepRecord,
  WorkerTimes,
} from './coordinator/events.js';
export { CoordinatorMachine } from './coordinator/machine.js';
export { InvalidPlanError } from './errors.js';
export type { LeaderEntry, LeaderReading, LeadershipEffect, LeadershipEvent, LeadershipPlan } from './leader/events.js';
export { Leadership } from './leader/leadership.js';
export { checkPlan, samplesOf, shardSizes, workOf } from './plan.js';
export type { DataPlan, Work } from './plan.js';
export type { StandbyEffect, StandbyEvent, StandbyPlan } from './standby/events.js';
export { StandbyMachine } from './standby/standby.js';
export type { ShardResult, WorkerEffect, WorkerEvent, WorkerPlan } from './worker/events.js';
export { WorkerMachine } from './worker/machine.js';
export { Saving } from './saving/saving.js';
export type { Pointer, SavingEffect, SavingEvent, SavingOperation, SavingPlan } from './saving/saving.js';
