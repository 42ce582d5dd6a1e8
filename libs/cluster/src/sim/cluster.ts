/**
 * A simulated run: the production machines of a coordinator and its workers, with a network that drops, doubles, delays and
 * reorders, and processes that crash and hang. Faults stop after a while; from then on the run must come to its end.
 */
import {
  decodeCoordinatorMessage,
  decodeWorkerMessage,
  encodeCoordinatorMessage,
  encodeWorkerMessage,
  workerKey,
  type CoordinatorMessage,
  type WorkerId,
} from '@lockstep/protocol';
import { initialState, type TrainingState } from '../coordinator/training-state.js';
import type { DataPlan } from '../plan.js';
import { CoordinatorProcess, WorkerProcess, type CoordinatorHooks } from './processes.js';
import { bitsOf } from './reference.js';
import { STAND_IN_PARAMETERS, StandInModel, standInWeights } from './stand-in-model.js';
import { World } from './world.js';

export interface FaultRates {
  /** Probability that a message is lost, and that it arrives twice. */
  drop: number;
  duplicate: number;
  maxDelayMs: number;
  /** Mean time between two faults of each kind; infinite for none. */
  workerCrashEveryMs: number;
  workerHangEveryMs: number;
  partitionEveryMs: number;
  coordinatorCrashEveryMs: number;
  /** A second coordinator takes the lead while the first works on for a while. */
  coordinatorOverlapEveryMs: number;
  diskFails: number;
}

export const NO_FAULTS: FaultRates = {
  drop: 0,
  duplicate: 0,
  maxDelayMs: 2,
  workerCrashEveryMs: Infinity,
  workerHangEveryMs: Infinity,
  partitionEveryMs: Infinity,
  coordinatorCrashEveryMs: Infinity,
  coordinatorOverlapEveryMs: Infinity,
  diskFails: 0,
};

export interface SimulationOptions {
  seed: number;
  plan: DataPlan;
  totalSteps: number;
  learningRate: number;
  workers: number;
  checkpointEvery: number;
  faults: FaultRates;
  /** How long faults go on. */
  faultsForMs: number;
  /** Time by which the run must have ended. */
  limitMs: number;
}

export interface SimulationResult {
  outcome: string;
  reason: string;
  /** Bits of the weights after each version that was reached, as often as it was. */
  weights: { version: number; bits: string }[];
  losses: number[];
  testLoss: number | undefined;
  endedAtMs: number;
  counts: Record<string, number>;
  notices: string[];
}

const SCHEMA_HASH = 'a'.repeat(64);
const FINGERPRINT = 'b'.repeat(64);
/** So small that a vector takes three parts and the credits matter. */
const PART_SIZE_BYTES = 16;

export class Simulation {
  private readonly world: World;
  private readonly model: StandInModel;
  private readonly workers: (WorkerProcess | undefined)[] = [];
  private readonly cut = new Set<string>();
  private coordinator!: CoordinatorProcess;
  /** Coordinators that have lost the lead and work on: they hear all workers, too. */
  private former: CoordinatorProcess[] = [];
  private disk: TrainingState;
  private leaderEpoch = 0;
  private incarnations = 0;
  private readonly result: SimulationResult;

  constructor(private readonly options: SimulationOptions) {
    this.world = new World(options.seed);
    this.model = new StandInModel(options.plan);
    this.disk = initialState(standInWeights(options.plan.seed));
    this.result = {
      outcome: 'unfinished',
      reason: 'the time is up',
      weights: [],
      losses: [],
      testLoss: undefined,
      endedAtMs: Infinity,
      counts: {},
      notices: [],
    };
  }

  run(): SimulationResult {
    const { faults, workers, limitMs } = this.options;
    this.startCoordinator();
    for (let i = 0; i < workers; i++) this.world.after(this.world.between(0, 500), () => this.startWorker(i));
    this.repeat('worker crash', faults.workerCrashEveryMs, () => this.crashWorker());
    this.repeat('worker hang', faults.workerHangEveryMs, () => this.anyWorker()?.hang(this.world.between(100, 9000)));
    this.repeat('partition', faults.partitionEveryMs, () => this.partition());
    this.repeat('coordinator crash', faults.coordinatorCrashEveryMs, () => this.crashCoordinator());
    this.repeat('two coordinators', faults.coordinatorOverlapEveryMs, () => this.overlapCoordinators());
    this.world.run(limitMs, () => this.result.outcome !== 'unfinished');
    return this.result;
  }

  // ---- processes -------------------------------------------------------------------------------------------------

  private startCoordinator(): void {
    const { plan, totalSteps, learningRate, checkpointEvery } = this.options;
    const coordinatorPlan = {
      ...plan,
      leaderEpoch: ++this.leaderEpoch,
      totalSteps,
      learningRate,
      parameterCount: STAND_IN_PARAMETERS,
      partSizeBytes: PART_SIZE_BYTES,
      inFlightBytes: 10 * PART_SIZE_BYTES,
      checkpointEvery,
      schemaHash: SCHEMA_HASH,
      threads: 1,
      mixedNumerics: false,
      beatTimeoutMs: 3000,
      leaseFloorMs: 4000,
      audit: { share: 0, draw: () => 1 },
    };
    const diskFails = () => this.faulty(this.options.faults.diskFails);
    this.coordinator = new CoordinatorProcess(this.world, coordinatorPlan, this.disk, this.hooks(), diskFails);
  }

  private hooks(): CoordinatorHooks {
    const { leaderEpoch } = this;
    /** What a former leader has reached is compared like all, but only the leader's is kept. */
    const leads = () => leaderEpoch === this.leaderEpoch;
    return {
      send: (to, message) => this.toWorker(to, message),
      broadcast: (message) => {
        for (const worker of this.workers) if (worker) this.toWorker(worker.id, message);
      },
      onStep: ({ version, weights, losses }) => {
        this.result.weights.push({ version, bits: bitsOf(weights) });
        if (leads()) this.result.losses = [...losses];
      },
      onEvaluated: (testLoss) => {
        if (leads()) this.result.testLoss = testLoss;
      },
      onEnded: (outcome, reason) => {
        if (leads()) Object.assign(this.result, { outcome, reason, endedAtMs: this.world.nowMs });
      },
      onNotice: (sentence) => this.result.notices.push(`${this.world.nowMs.toFixed(0)} ${sentence}`),
      onSaved: (state) => {
        if (leads()) this.disk = state;
      },
    };
  }

  private startWorker(index: number): void {
    const { plan } = this.options;
    const id = { pool: 'sim', member: `w${index}` };
    const workerPlan = {
      ...plan,
      parameterCount: STAND_IN_PARAMETERS,
      partSizeBytes: PART_SIZE_BYTES,
      schemaHash: SCHEMA_HASH,
      fingerprint: FINGERPRINT,
      device: 'simulated',
      host: 'simulation',
      threads: 1,
      beatIntervalMs: 200,
      beatTimeoutMs: 3000,
      incarnation: ++this.incarnations,
    };
    const msPerShard = this.world.between(5, 60);
    const worker: WorkerProcess = new WorkerProcess(
      this.world,
      id,
      workerPlan,
      this.model,
      msPerShard,
      (message) => {
        const bytes = encodeWorkerMessage(message);
        this.deliver(id, () => {
          for (const coordinator of [this.coordinator, ...this.former]) {
            coordinator.receive({ kind: 'message', from: id, message: decodeWorkerMessage(bytes) });
          }
        });
      },
    );
    this.workers[index] = worker;
  }

  // ---- network ---------------------------------------------------------------------------------------------------

  private toWorker(to: WorkerId, message: CoordinatorMessage): void {
    // Encoded at once: views in a message are valid only now.
    const bytes = encodeCoordinatorMessage(message);
    this.deliver(to, () => {
      const target = this.workers.find((worker) => worker && workerKey(worker.id) === workerKey(to));
      target?.receive({ kind: 'message', message: decodeCoordinatorMessage(bytes) });
    });
  }

  private deliver(worker: WorkerId, arrive: () => void): void {
    if (this.cut.has(workerKey(worker)) || this.faulty(this.options.faults.drop)) return this.count('lost message');
    const copies = this.faulty(this.options.faults.duplicate) ? 2 : 1;
    if (copies === 2) this.count('doubled message');
    for (let copy = 0; copy < copies; copy++) {
      const delayMs = this.faultsOver ? 1 : this.world.between(0.1, this.options.faults.maxDelayMs);
      this.world.after(delayMs, arrive);
    }
  }

  // ---- faults ----------------------------------------------------------------------------------------------------

  private get faultsOver(): boolean {
    return this.world.nowMs > this.options.faultsForMs;
  }

  private faulty(probability: number): boolean {
    return !this.faultsOver && this.world.chance(probability);
  }

  private repeat(kind: string, everyMs: number, fault: () => void): void {
    if (everyMs === Infinity) return;
    this.world.after(this.world.between(0, 2 * everyMs), () => {
      if (this.faultsOver) return;
      this.count(kind);
      fault();
      this.repeat(kind, everyMs, fault);
    });
  }

  private anyWorker(): WorkerProcess | undefined {
    return this.world.pick(this.workers);
  }

  private crashWorker(): void {
    const worker = this.anyWorker();
    if (!worker) return;
    worker.crash();
    // A supervisor on the coordinator's machine sees its children die; other machines' workers just fall silent.
    if (this.world.chance(0.5)) {
      this.coordinator.receive({ kind: 'gone', worker: worker.id, reason: 'was ended by SIGKILL' });
    }
    this.world.after(this.world.between(10, 4000), () => this.startWorker(this.workers.indexOf(worker)));
  }

  private partition(): void {
    const worker = this.anyWorker();
    if (!worker) return;
    const key = workerKey(worker.id);
    this.cut.add(key);
    this.world.after(this.world.between(100, 8000), () => this.cut.delete(key));
  }

  private crashCoordinator(): void {
    if (!this.coordinator.alive) return;
    this.coordinator.crash();
    this.world.after(this.world.between(10, 3000), () => this.startCoordinator());
  }

  private overlapCoordinators(): void {
    if (!this.coordinator.alive) return;
    const former = this.coordinator;
    this.former.push(former);
    this.world.after(this.world.between(500, 6000), () => {
      former.crash();
      this.former = this.former.filter((other) => other !== former);
    });
    this.startCoordinator();
  }

  private count(kind: string): void {
    this.result.counts[kind] = (this.result.counts[kind] ?? 0) + 1;
  }
}
