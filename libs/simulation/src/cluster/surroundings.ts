/** What a simulated process finds around it: the cluster, as far as processes may use it. */
import type { NodeConfig, NodeResult, TrainingState } from '@lockstep/cluster';
import type { World } from '@lockstep/cluster/internals';
import type { CoordinatorMessage, WorkerId } from '@lockstep/protocol';
import type { Checks } from '../checks/checks.js';
import type { Coverage } from '../checks/coverage.js';
import type { StandInModel } from '../checks/stand-in-model.js';
import type { SimulationOptions } from '../options.js';
import type { Process } from '../world/process.js';
import type { Stores } from '../world/stores.js';

export interface Surroundings {
  readonly world: World;
  readonly options: SimulationOptions;
  readonly checks: Checks;
  readonly coverage: Coverage;
  readonly stores: Stores<TrainingState>;
  readonly model: StandInModel;
  /** True when the schedule has ended. */
  readonly over: boolean;
  /** Draws whether something goes wrong, and counts it. */
  faulty(probability: number, kind: string): boolean;

  trainingConfig(): NodeConfig['training'];
  initialState(): TrainingState;
  toWorker(from: Process, to: WorkerId, message: CoordinatorMessage): void;
  toWorkers(from: Process, message: CoordinatorMessage): void;
  toStandbys(from: Process, message: CoordinatorMessage): void;
  toLeaders(from: Process, bytes: Uint8Array): void;
  toCoordinators(from: Process, id: WorkerId, bytes: Uint8Array): void;

  /** An audit was skipped because there is no second worker. */
  onAuditSkipped(): void;
  /** A coordinator has trained to the end and saved it. */
  onConcluded(process: Process, state: Readonly<TrainingState>): void;
  /** A coordinator tells the standbys that the run is over. */
  onClosed(leaderEpoch: number): void;
  onResult(process: Process, result: NodeResult, leaderEpoch: number): void;
  /** A coordinator's process is gone. */
  onCoordinatorGone(process: Process, why: string): void;
  onWorkerGone(process: Process): void;
}
