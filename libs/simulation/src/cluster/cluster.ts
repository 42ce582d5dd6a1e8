/**
 * A simulated run: coordinators, standbys and workers of production machines, with a network, disks and stores that fail as
 * they do. Faults stop after a while; from then on the run must come to its end.
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
import {
  decodeCoordinatorMessage,
  decodeWorkerMessage,
  encodeCoordinatorMessage,
  workerKey,
  type CoordinatorMessage,
  type WorkerId,
} from '@lockstep/protocol';
import { Checks } from '../checks/checks.js';
import { Coverage } from '../checks/coverage.js';
import { STAND_IN_PARAMETERS, StandInModel, standInWeights } from '../checks/stand-in-model.js';
import { fail } from '../checks/violation.js';
import type { SimulationOptions } from '../options.js';
import { Disk } from '../world/disk.js';
import { Network } from '../world/network.js';
import type { Process } from '../world/process.js';
import { Stores } from '../world/stores.js';
import { CoordinatorProcess, GIVEN_UP } from './coordinator-process.js';
import { SCHEMA_HASH, workerIdOf } from './members.js';
import type { Surroundings } from './surroundings.js';
import { WorkerProcess } from './worker-process.js';

const FINGERPRINT = 'b'.repeat(64);
const HEARTBEAT_TIMEOUT_MS = 2500;
const LEASE_FLOOR_MS = 1000;
/** After the end of training, standbys must have learned of it by then. */
const FAREWELL_MS = 30_000;

type VectorShape = Pick<WorkerConfig, 'parameterCount' | 'partSizeBytes' | 'wireDtype'>;

/** Where a coordinator runs: its disk outlives it. */
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
  readonly model: StandInModel;
  readonly places: CoordinatorPlace[];
  /** The workers that should be there; a twin has another's id. */
  readonly workers: (WorkerProcess | undefined)[] = [];
  twins: WorkerProcess[] = [];
  calm = false;
  finished = false;
  /** Lies can no longer be told from the truth: what comes is nobody's fault, and the schedule ends. */
  private excused = false;
  /** Since when nothing but standbys has to end. */
  private finishedAtMs = Infinity;
  private incarnations = 0;
  /** After the loss of the stores: who must lead in a newer epoch before others start. */
  private resumedFirst: { place: CoordinatorPlace; afterEpoch: number } | undefined;
  /** Leader epochs that ended the run. Of a failed run, standbys are told that it is over, and a person resumes it. */
  private readonly closedIn = new Set<number>();

  constructor(
    readonly world: World,
    readonly options: SimulationOptions,
  ) {
    const { partSizeBytes, wireDtype, network, store, coordinators, config } = options;
    this.shape = { parameterCount: STAND_IN_PARAMETERS, partSizeBytes, wireDtype };
    this.checks = new Checks(options);
    this.network = new Network(world, network, this.coverage);
    this.stores = new Stores(world, this.network, store, this.coverage);
    this.stores.onChange = () => this.checks.stores(this.stores);
    this.model = new StandInModel(config);
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

  /** From now on nothing fails any more. What hangs wakes up in its time, what is dead is started again. */
  becalm(): void {
    if (this.calm) return;
    this.world.note(() => '---- no more faults ----');
    this.calm = true;
    this.network.becalm();
    this.stores.becalm();
    for (const { disk, process } of this.places) {
      disk.full = false;
      process?.spare();
      if (process) process.slowness = 1;
    }
    for (const twin of this.twins) twin.crash('nobody needs it');
    for (const worker of this.workers) if (worker) worker.slowness = 1;
  }

  get over(): boolean {
    return this.excused || (this.finished && this.places.every(({ process }) => !process));
  }

  /** With a single worker nobody is there to audit it: it is promised that this is said, not that a lie of it is found. */
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

  // ---- coordinators ------------------------------------------------------------------------------------------------------

  startCoordinator(place: CoordinatorPlace, role: NodeConfig['role']): void {
    if (place.process || this.finished || this.stores.gone) return;
    const { resumedFirst, world } = this;
    if (resumedFirst && this.checks.latestEpoch <= resumedFirst.afterEpoch) {
      // No other one finds a run to stand by for before the last leader leads again.
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

  /** A coordinator's process has ended: it is started again, unless the run is over. */
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

  /** The servers have lost the run: when all coordinators have ended, a person resumes the one that led last. */
  private resumeLostRun(): void {
    const { places, world } = this;
    if (places.some(({ process }) => process)) return;
    world.after(world.between(10, 2500), () => {
      // The run may have been resumed meanwhile, and the stores lost again.
      if (!this.stores.gone || places.some(({ process }) => process)) return;
      const [last, ...others] = [...places].sort((a, b) => b.disk.leaderEpoch - a.disk.leaderEpoch);
      if (last!.disk.leaderEpoch < this.checks.latestEpoch) {
        this.coverage.fault('schedule ended: the last leader could not write its epoch to its full disk');
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

  /** All servers come back without what they stored. */
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
    this.closedIn.add(leaderEpoch);
  }

  onResult({ name }: Process, result: NodeResult, leaderEpoch: number): void {
    this.coverage.fault(`run ${result.kind}`);
    switch (result.kind) {
      case 'over':
        if (!this.closedIn.has(result.epoch)) fail(`${name} believes that the run is over`);
        return;
      case 'stopped':
      case 'otherLeads':
        if (this.closedIn.has(leaderEpoch))
          fail(`${name} has told standbys that the run is over, but ends: ${result.kind}`);
        return;
      case 'storeLost':
        if (!this.stores.gone) fail(`${name} believes that the store is lost`);
        if (!/lost what it stored/.test(result.reason)) fail(`${name} does not say why it ends: "${result.reason}"`);
        return;
      case 'failed':
        if (!this.mayFail(result.reason)) fail(`${name} fails: ${result.reason}`);
    }
  }

  private mayFail(reason: string): boolean {
    const { lies, nans, faults } = this.options;
    return (
      reason === GIVEN_UP ||
      (lies.some((rate) => rate > 0) && /audit|agree|differ/i.test(reason)) ||
      (nans.some((rate) => rate > 0) && reason.includes('not finite')) ||
      (faults.diskFull < Infinity && reason.includes('disk is full'))
    );
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
    return initialState(standInWeights(this.options.config.seed));
  }

  // ---- workers -----------------------------------------------------------------------------------------------------------

  startWorker(index: number): void {
    const living = this.workers[index];
    // Even after the end: a coordinator that was started again at that moment computes the test loss once more.
    if (living?.alive) return;
    this.workers[index] = this.newWorker(`w${index}`, index);
  }

  /** A second process with the id of a worker, somewhere else. */
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

  /** A worker's process has ended, for whatever reason: somebody starts it again. */
  onWorkerGone(worker: Process): void {
    const index = this.workers.findIndex((each) => each === worker);
    if (index < 0) return;
    this.world.after(this.world.between(10, 3000), () => this.startWorker(index));
  }

  // ---- the network -------------------------------------------------------------------------------------------------------

  /** Encoded at once: views in a message are valid only now. */
  toWorker(from: Process, to: WorkerId, message: CoordinatorMessage): void {
    const bytes = encodeCoordinatorMessage(message);
    const key = workerKey(to);
    this.checkNotSlandered(to, message);
    for (const worker of this.allWorkers()) {
      if (workerKey(worker.id) === key) this.network.carry(from.name, worker.name, () => worker.receive(bytes));
    }
  }

  /** Only workers that report wrong results are refused for that. */
  private checkNotSlandered({ member }: WorkerId, { body }: CoordinatorMessage): void {
    if (body.kind !== 'refusal' || body.code !== 'AUDIT') return;
    const lies = this.options.lies[Number(member.slice(1))] ?? 0;
    if (lies === 0) fail(`${member}, which is honest, is refused: ${body.reason}`);
  }

  toWorkers(from: Process, message: CoordinatorMessage): void {
    const bytes = encodeCoordinatorMessage(message);
    for (const worker of this.allWorkers()) this.network.carry(from.name, worker.name, () => worker.receive(bytes));
  }

  toStandbys(from: Process, message: CoordinatorMessage): void {
    const bytes = encodeCoordinatorMessage(message);
    this.toOthers(from, (process) => process.receiveFromLeader(decodeCoordinatorMessage(bytes)));
  }

  toLeaders(from: Process, bytes: Uint8Array): void {
    this.toOthers(from, (process) => process.receiveFromStandby(from.name, bytes));
  }

  private toOthers(from: Process, arrive: (process: CoordinatorProcess) => void): void {
    for (const { process } of this.places) {
      if (process && process !== from) this.network.carry(from.name, process.name, () => arrive(process));
    }
  }

  toCoordinators(from: Process, id: WorkerId, bytes: Uint8Array): void {
    for (const { process } of this.places) {
      if (!process?.leads) continue;
      this.network.carry(from.name, process.name, () => {
        process.receiveFromWorker({ kind: 'message', from: id, message: decodeWorkerMessage(bytes) });
      });
    }
  }

  allWorkers(): WorkerProcess[] {
    return [...this.workers, ...this.twins].filter((worker) => worker?.alive) as WorkerProcess[];
  }

  // ---- watching ----------------------------------------------------------------------------------------------------------

  /** Every second: is everything bounded, and does everything come to its end? */
  private watch(): void {
    this.checks.bounded('events that wait', this.world.pending, MOST_PENDING);
    for (const { process } of this.places) if (process) this.checks.coordinatorMemory(process.name, process.machines);
    for (const worker of this.allWorkers()) this.checks.workerMemory(worker.name, worker.machines);
    if (this.world.nowMs > this.finishedAtMs + FAREWELL_MS) {
      const left = this.places.flatMap(({ process }) => (process ? [process.name] : []));
      fail(`${left.join(' and ')} did not learn in ${FAREWELL_MS} ms that the run is over`);
    }
    this.world.after(1000, () => this.watch());
  }
}
