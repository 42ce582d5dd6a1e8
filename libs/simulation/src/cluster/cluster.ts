/**
 * A simulated run: production machines as coordinators, standbys and workers, with a network, disks and stores that fail as real
 * ones do. Faults stop after a while, and then the run must end.
 */
import {
  initialState,
  type NodeConfig,
  type NodeResult,
  type TrainingState,
  type WorkerConfig,
} from '@lockstep/cluster';
import { MOST_PENDING, type World } from '@lockstep/cluster/internals';
import { Purpose, WordStream } from '@lockstep/data';
import { Checks } from '../checks/checks.js';
import { Coverage } from '../checks/coverage.js';
import { initialWeights, Model, PARAMETER_COUNT } from '../checks/model.js';
import { fail } from '../checks/violation.js';
import type { SimulationOptions } from '../options.js';
import { Disk } from '../world/disk.js';
import { Network } from '../world/network.js';
import type { Process } from '../world/process.js';
import { Stores } from '../world/stores.js';
import { CoordinatorProcess } from './coordinator-process.js';
import { SCHEMA_HASH, workerIdOf } from './members.js';
import { Messages } from './messages.js';
import { Results } from './results.js';
import type { Surroundings } from './surroundings.js';
import { WorkerProcess } from './worker-process.js';

const FINGERPRINT = 'b'.repeat(64);
const HEARTBEAT_TIMEOUT_MS = 2500;
const LEASE_FLOOR_MS = 1000;
/** Time after the end of training in which all standbys must learn of it. */
const FAREWELL_MS = 30_000;
/** Leader epochs that a resumed run skips when the store was lost; at least as many as the node's. */
const SKIPPED_EPOCHS = 65_536;

type VectorShape = Pick<WorkerConfig, 'parameterCount' | 'partSizeBytes' | 'wireDtype'>;

/** The machine of a coordinator, with a disk that outlives the process. */
export interface CoordinatorPlace {
  name: string;
  disk: Disk<TrainingState>;
  process: CoordinatorProcess | undefined;
}

export class Cluster implements Surroundings {
  readonly shape: VectorShape;
  readonly checks: Checks;
  readonly coverage = new Coverage();
  readonly network: Network;
  readonly stores: Stores<TrainingState>;
  readonly model: Model;
  readonly messages: Messages;
  readonly places: CoordinatorPlace[];
  /** The processes of the configured workers; a twin is a second process with the id of one of them. */
  readonly workers: (WorkerProcess | undefined)[] = [];
  twins: WorkerProcess[] = [];
  calm = false;
  finished = false;
  /** True when the assumptions of a promise no longer hold. The schedule then ends without a violation. */
  private excused = false;
  /** When the training ended. */
  private finishedAtMs = Infinity;
  private incarnations = 0;
  /** After the loss of the stores: the coordinator that must lead in a newer epoch before others start. */
  private resumedFirst: { place: CoordinatorPlace; afterEpoch: number } | undefined;
  private readonly results: Results;

  constructor(
    readonly world: World,
    readonly options: SimulationOptions,
  ) {
    const { partSizeBytes, wireDtype, network, store, coordinators, config } = options;
    this.shape = { parameterCount: PARAMETER_COUNT, partSizeBytes, wireDtype };
    this.checks = new Checks(options);
    this.network = new Network(world, network, this.coverage);
    this.stores = new Stores(world, this.network, store, this.coverage);
    this.stores.onChange = () => this.checks.stores(this.stores);
    this.model = new Model(config);
    this.results = new Results(options);
    this.messages = new Messages(this.network, {
      coordinators: () => this.places.flatMap(({ process }) => process ?? []),
      workers: () => this.allWorkers(),
    });
    this.places = Array.from({ length: coordinators }, (_, i) => {
      return { name: `c${i}`, disk: new Disk(world), process: undefined };
    });
  }

  start(): void {
    const { world, options } = this;
    for (const [i, place] of this.places.entries()) {
      if (i === 0) this.startCoordinator(place, 'lead');
      else world.after(world.between(0, 2000), () => this.startCoordinator(place, 'standby'));
    }
    for (const [i] of options.workers.entries()) {
      const late = world.chance(0.2) ? 6000 : 500;
      world.after(world.between(0, late), () => this.startWorker(i));
    }
    this.watch();
  }

  /** Stops all faults. Processes that hang wake up when their time is over, and dead ones are started again. */
  becalm(): void {
    if (this.calm) return;
    this.world.note(() => '---- no more faults ----');
    this.calm = true;
    this.network.becalm();
    this.stores.becalm();
    for (const { disk, process } of this.places) {
      disk.full = false;
      disk.slow = false;
      process?.spare();
      if (process) process.slowness = 1;
    }
    for (const twin of this.twins) twin.crash('no longer needed');
    for (const worker of this.workers) if (worker) worker.slowness = 1;
  }

  get over(): boolean {
    return this.excused || (this.finished && this.places.every(({ process }) => !process));
  }

  /** Without a second worker an audit is skipped with a notice, and a wrong result of the only worker stays undetected. */
  onAuditSkipped(): void {
    if (this.options.lies.every((rate) => rate === 0)) return;
    this.coverage.fault('schedule ended: a dissenter may be alone');
    this.excused = true;
  }

  faulty(probability: number, kind: string): boolean {
    if (this.calm || !this.world.chance(probability)) return false;
    this.coverage.fault(kind);
    return true;
  }

  startCoordinator(place: CoordinatorPlace, role: NodeConfig['role']): void {
    if (place.process || this.finished || this.stores.gone) return;
    const { resumedFirst, world } = this;
    if (resumedFirst && this.checks.latestEpoch <= resumedFirst.afterEpoch) {
      // A standby finds no run before the previous leader leads again.
      if (place !== resumedFirst.place) return world.after(500, () => this.startCoordinator(place, role));
      role = 'lead';
    }
    this.checks.disk(place.name, place.disk);
    this.incarnations += 1;
    this.world.note(() => `${place.name}  starts as ${role}`);
    place.process = new CoordinatorProcess(this, place.name, this.incarnations, place.disk, role);
    const point = this.calm ? undefined : this.options.crashPoints.pop();
    if (point) place.process.crashBefore(point.at, point.nth);
  }

  /** Starts the coordinator again, unless the run is over. */
  onCoordinatorGone(process: Process, why: string): void {
    this.coverage.fault(`coordinator gone: ${why}`);
    const place = this.places.find((each) => each.process === process);
    if (!place) return;
    place.process = undefined;
    if (this.finished) return;
    if (this.stores.gone) return this.resumeLostRun();
    const role = why !== 'otherLeads' && this.world.chance(0.6) ? 'lead' : 'standby';
    this.world.after(this.world.between(10, 2500), () => this.startCoordinator(place, role));
  }

  /** Once all coordinators have ended, a person resumes the run in the folder with the latest leader epoch. */
  private resumeLostRun(): void {
    const { places, world } = this;
    if (places.some(({ process }) => process)) return;
    world.after(world.between(10, 2500), () => {
      // The run may have been resumed in the meantime, and the stores lost again.
      if (!this.stores.gone || places.some(({ process }) => process)) return;
      const [last, ...others] = [...places].sort((a, b) => b.disk.leaderEpoch - a.disk.leaderEpoch);
      // A full disk keeps an old epoch. The node skips epochs for that, but only once.
      if (last!.disk.leaderEpoch + SKIPPED_EPOCHS <= this.checks.latestEpoch) {
        this.coverage.fault('schedule ended: two losses of the store and no leader epoch on any disk since');
        this.excused = true;
        return;
      }
      this.stores.open();
      this.resumedFirst = { place: last!, afterEpoch: this.checks.latestEpoch };
      this.coverage.fault('run resumed after its store was lost');
      this.startCoordinator(last!, 'lead');
      for (const other of others) world.after(world.between(500, 2500), () => this.startCoordinator(other, 'standby'));
    });
  }

  /** All servers restart with empty disks. @returns false if there is nothing to lose */
  loseStores(): boolean {
    if (this.stores.gone || this.finished) return false;
    this.stores.lose();
    this.checks.storesLost();
    if (this.places.every(({ process }) => !process)) this.resumeLostRun();
    return true;
  }

  onConcluded(process: Process, state: Readonly<TrainingState>): void {
    if (state.version !== this.options.totalSteps) fail(`${process.name} finishes at step ${state.version}`);
    this.checks.state(process.name, state);
    this.finished = true;
    this.finishedAtMs = this.world.nowMs;
    this.becalm();
  }

  onClosed(leaderEpoch: number): void {
    this.results.onClosed(leaderEpoch);
  }

  onResult({ name }: Process, result: NodeResult, leaderEpoch: number): void {
    this.coverage.fault(`run ${result.kind}`);
    this.results.check(name, result, leaderEpoch, this.stores.gone);
  }

  trainingConfig(): NodeConfig['training'] {
    const { config, totalSteps, learningRate, checkpointEvery, inFlightParts, audit } = this.options;
    const draw = (version: number, { level, index }: { level: number; index: number }) =>
      new WordStream(config.seed, Purpose.probe, version, 1000 * level + index).next() / 0x1_0000_0000;
    return {
      ...config,
      totalSteps,
      learningRate,
      ...this.shape,
      inFlightBytes: inFlightParts * this.shape.partSizeBytes,
      checkpointEvery,
      schemaHash: SCHEMA_HASH,
      threads: 1,
      mixedNumerics: false,
      heartbeatTimeoutMs: HEARTBEAT_TIMEOUT_MS,
      leaseFloorMs: LEASE_FLOOR_MS,
      audit: { share: audit, draw },
    };
  }

  initialState(): TrainingState {
    return initialState(initialWeights(this.options.config.seed));
  }

  startWorker(index: number): void {
    const living = this.workers[index];
    // Even after the end, because a coordinator that was started at that moment computes the test loss again.
    if (living?.alive) return;
    this.workers[index] = this.newWorker(`w${index}`, index);
  }

  /** Starts a second process with the id of a worker. */
  startTwin(index: number): void {
    this.twins = [...this.twins.filter(({ alive }) => alive), this.newWorker(`twin of w${index}`, index)];
  }

  private newWorker(name: string, index: number): WorkerProcess {
    const { config, workers, lies, nans, slips } = this.options;
    this.incarnations += 1;
    const workerConfig = {
      ...config,
      incarnation: this.incarnations,
      ...this.shape,
      schemaHash: SCHEMA_HASH,
      fingerprint: FINGERPRINT,
      device: 'simulated',
      host: 'simulation',
      threads: 1,
      heartbeatIntervalMs: 200,
      heartbeatTimeoutMs: HEARTBEAT_TIMEOUT_MS,
    };
    const rates = { lies: lies[index] ?? 0, nans: nans[index] ?? 0, slips: slips[index] ?? 0 };
    const character = { msPerShard: workers[index]!, ...rates };
    return new WorkerProcess(this, name, workerIdOf(`w${index}`), workerConfig, character);
  }

  /** Starts the worker again. */
  onWorkerGone(worker: Process): void {
    const index = this.workers.findIndex((each) => each === worker);
    if (index < 0) return;
    this.world.after(this.world.between(10, 3000), () => this.startWorker(index));
  }

  allWorkers(): WorkerProcess[] {
    return [...this.workers, ...this.twins].filter((worker) => worker?.alive) as WorkerProcess[];
  }

  /** Checks once a second that all memory is bounded and that every process ends. */
  private watch(): void {
    this.checks.bounded('pending events', this.world.pending, MOST_PENDING);
    for (const { process } of this.places) if (process) this.checks.coordinatorMemory(process.name, process.machines);
    for (const worker of this.allWorkers()) this.checks.workerMemory(worker.name, worker.machines);
    if (this.world.nowMs > this.finishedAtMs + FAREWELL_MS) {
      const left = this.places.flatMap(({ process }) => (process ? [process.name] : []));
      fail(`${left.join(' and ')} did not learn in ${FAREWELL_MS} ms that the run is over`);
    }
    this.world.after(1000, () => this.watch());
  }
}
