/** The part of a cluster that its processes use. */
import type { NodeConfig, NodeResult, TrainingState } from '@lockstep/cluster';
import type { World } from '@lockstep/cluster/internals';
import type { Checks } from '../checks/checks.js';
import type { Coverage } from '../checks/coverage.js';
import type { Model } from '../checks/model.js';
import type { SimulationOptions } from '../options.js';
import type { Process } from '../world/process.js';
import type { Stores } from '../world/stores.js';
import type { Messages } from './messages.js';

export interface Surroundings {
  readonly world: World;
  readonly options: SimulationOptions;
  readonly checks: Checks;
  readonly coverage: Coverage;
  readonly stores: Stores<TrainingState>;
  readonly model: Model;
  readonly messages: Messages;
  /** True when the schedule has ended. */
  readonly over: boolean;
  /** Returns true with this probability while faults happen, and counts the fault. */
  faulty(probability: number, kind: string): boolean;

  trainingConfig(): NodeConfig['training'];
  initialState(): TrainingState;

  /** An audit was skipped because there is no second worker. */
  onAuditSkipped(): void;
  /** A coordinator has done all steps and saved the result. */
  onConcluded(process: Process, state: Readonly<TrainingState>): void;
  /** A coordinator tells the standbys that the run is over. */
  onClosed(leaderEpoch: number): void;
  onResult(process: Process, result: NodeResult, leaderEpoch: number): void;
  /** A coordinator's process has ended. */
  onCoordinatorGone(process: Process, why: string): void;
  onWorkerGone(process: Process): void;
}
