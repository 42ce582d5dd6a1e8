/**
 * The options of one schedule. Each seed draws its own cluster, plan and faults, so that schedules differ much. Each also leaves out
 * kinds of faults, because a schedule with all faults at once hides the effects of two of them.
 */
import type { WireDtype } from '@lockstep/protocol';
import { checkConfig, type DataConfig } from '@lockstep/cluster';
import { World } from '@lockstep/cluster/internals';

/** Mean time between two faults of a kind; Infinity for none. */
export interface FaultTimes {
  workerCrash: number;
  workerHang: number;
  workerSlow: number;
  workerLeave: number;
  /** A process crashes several times, soon after each start. */
  workerCrashLoop: number;
  /** A second process with the id of another starts. */
  workerTwin: number;
  workerJoin: number;
  /** All workers crash at once, and start again later. */
  noWorkers: number;
  coordinatorKill: number;
  coordinatorPowerCut: number;
  coordinatorHang: number;
  coordinatorSlow: number;
  /** A person stops the run, and resumes it later. */
  coordinatorStop: number;
  linkCut: number;
  /** A link is cut in one direction only. */
  linkCutOneWay: number;
  partition: number;
  /** The key-value store and the object store elect a leader, and do not answer before they have one. */
  storeAway: number;
  /** The servers come back with empty disks. */
  storeLost: number;
  diskFull: number;
  /** The lead changes twice while a save of the first leader is under way. */
  leadBackAndForth: number;
  /** Messages arrive that no correct peer sends. */
  garbage: number;
}

export interface SimulationOptions {
  seed: number;
  config: DataConfig;
  totalSteps: number;
  learningRate: number;
  checkpointEvery: number;
  partSizeBytes: number;
  wireDtype: WireDtype;
  /** Bound of the parts of gradients that are under way to the coordinator. */
  inFlightParts: number;
  /** Probability that a node is computed by a second worker. */
  audit: number;
  /** Milliseconds per shard of each worker. */
  workers: number[];
  /** Per worker: the share of its shards for which it sends a wrong gradient, and the share for which it sends a NaN. */
  lies: number[];
  nans: number[];
  /** Per worker: the share of its gradient messages with a wrong number of samples or bytes. */
  slips: number[];
  /** Number of coordinators: the leader and its standbys. */
  coordinators: number;
  /** True when the only coordinator has a server of its own, as a program that is started with nothing configured. */
  alone: boolean;
  network: { drop: number; duplicate: number; leastDelayMs: number; mostDelayMs: number };
  /** For requests to the stores: the probabilities that the request and the answer are lost, and the longest delay. */
  store: { loseRequest: number; loseAnswer: number; mostDelayMs: number };
  disk: { mostDelayMs: number };
  faults: FaultTimes;
  /** Crashes of coordinators before the n-th effect of a name, '' for any name. Each process takes one, the last first. */
  crashPoints: { at: string; nth: number }[];
  /** Duration of the faults, and the time by which the run must have ended. */
  faultsForMs: number;
  limitMs: number;
}

/** Bounds of the mean time between two faults of each kind. */
const FAULTS: Record<keyof FaultTimes, [number, number]> = {
  workerCrash: [800, 6000],
  workerHang: [1500, 8000],
  workerSlow: [2000, 8000],
  workerLeave: [2000, 8000],
  workerCrashLoop: [3000, 10_000],
  workerTwin: [2000, 9000],
  workerJoin: [1500, 8000],
  noWorkers: [4000, 12_000],
  coordinatorKill: [1500, 8000],
  coordinatorPowerCut: [1500, 8000],
  coordinatorHang: [2500, 9000],
  coordinatorSlow: [3000, 9000],
  coordinatorStop: [4000, 15_000],
  linkCut: [1500, 8000],
  linkCutOneWay: [1500, 8000],
  partition: [3000, 10_000],
  storeAway: [3000, 12_000],
  storeLost: [6000, 20_000],
  diskFull: [2000, 9000],
  leadBackAndForth: [2000, 8000],
  garbage: [300, 4000],
};

const MOST_STEPS = 60;

/** Effects in all phases of a step, a checkpoint and a leadership, with the names of coverage.ts. */
const CRASH_POINTS = [
  ...['write', 'sync', 'rename', 'syncParent', 'getLatest', 'upload', 'setLatest', 'prune'].map(
    (op) => `execute ${op}`,
  ),
  ...['announce', 'stepped', 'epochEnded', 'evaluated', 'readLeaderKey', 'writeLeaderKey', 'storeEpoch', 'loadLatest'],
  ...['startLeading', 'stopLeading', 'startFollowing', 'stopFollowing', 'conclude', 'exit'],
  ...['adopted', 'periodic', 'epoch', 'last', 'stop'].map((reason) => `encode ${reason}`),
  ...['broadcast weightsPart', 'broadcast ended'],
  ...[
    'send lease',
    'send weightsPart',
    'send gradientRequest',
    'send welcome',
    'toStandbys reducedPart',
    'toStandbys statePart',
  ],
];

/** The options of a seed: a pure function of it. */
export function optionsOf(seed: number): SimulationOptions {
  const world = new World(seed);
  const config = planOf(world);
  // In some schedules a shard takes longer than a change of the leader.
  const slowness = world.chance(0.06) ? 12 : 1;
  const workers = Array.from({ length: world.integer(1, 6) }, () => slowness * msPerShardOf(world));
  const coordinators = world.pick([1, 1, 2, 2, 3]);
  const calm = world.chance(0.04);
  const options: SimulationOptions = {
    seed,
    config,
    totalSteps: stepsOf(world, config, workers),
    learningRate: world.pick([0.02, 0.05, 0.2]),
    checkpointEvery: world.pick([1, 1, 2, 3, 5]),
    wireDtype: 'f32',
    partSizeBytes: world.pick([8, 16, 16, 24, 64]),
    inFlightParts: world.pick([1, 3, 10, 100]),
    audit: 0,
    workers,
    lies: workers.map(() => 0),
    nans: workers.map(() => 0),
    slips: workers.map(() => 0),
    coordinators,
    alone: coordinators === 1 && world.chance(0.5),
    network: networkOf(world, calm),
    store: storeOf(world, calm),
    disk: { mostDelayMs: world.pick([2, 20, 100, 500]) },
    faults: faultsOf(world, calm, coordinators),
    crashPoints: calm || world.chance(0.4) ? [] : crashesOf(world),
    faultsForMs: calm ? 0 : world.between(2000, 14_000),
    limitMs: 0,
  };
  dishonest(world, options, calm);
  options.wireDtype = world.pick(['f32', 'f32', 'bf16'] as const);
  if (!calm && coordinators > 1 && world.chance(0.1)) changeLeadersDuringSaves(world, options);
  options.limitMs = options.faultsForMs + livenessBoundMs(options);
  return options;
}

/**
 * Simulated time in which a run without further faults must end, whatever state the faults have left. It covers one time-out for each
 * dead process, and a repetition of all steps, one shard after another on the slowest worker.
 */
function livenessBoundMs({ config, workers, totalSteps }: SimulationOptions): number {
  const stepMs = Math.max(...workers) * 2 * config.shards + 500;
  return 90_000 + 2 * (totalSteps + 2) * stepMs;
}

/** Enough steps for some seconds of training, so that faults happen during it. */
function stepsOf(world: World, { shards }: DataConfig, workers: readonly number[]): number {
  const shardsPerMs = workers.reduce((sum, msPerShard) => sum + 1 / msPerShard, 0);
  const stepMs = 20 + shards / shardsPerMs;
  return Math.max(4, Math.min(MOST_STEPS, Math.round(world.between(500, 6000) / stepMs)));
}

function planOf(world: World): DataConfig {
  const shards = world.integer(1, 8);
  const batchSize = shards + world.integer(0, 12);
  const trainSamples = batchSize * world.integer(1, 4) + world.integer(0, batchSize);
  const config = { seed: world.integer(0, 3), batchSize, shards, trainSamples, testSamples: world.integer(1, 30) };
  checkConfig(config);
  return config;
}

function msPerShardOf(world: World): number {
  const usual = world.between(5, 40);
  return world.chance(0.2) ? usual * 10 : usual;
}

function networkOf(world: World, calm: boolean): SimulationOptions['network'] {
  const leastDelayMs = 0.1;
  if (calm) return { drop: 0, duplicate: 0, leastDelayMs, mostDelayMs: 2 };
  return {
    drop: world.pick([0, 0, 0.01, 0.05, 0.2]),
    duplicate: world.pick([0, 0, 0.02, 0.1]),
    leastDelayMs,
    // NATS keeps the order within one connection, so a short delay stands for little reordering.
    mostDelayMs: world.pick([1, 1, 10, 80, 400]),
  };
}

function storeOf(world: World, calm: boolean): SimulationOptions['store'] {
  if (calm) return { loseRequest: 0, loseAnswer: 0, mostDelayMs: 5 };
  return {
    loseRequest: world.pick([0, 0, 0.05, 0.2]),
    loseAnswer: world.pick([0, 0, 0.05, 0.2]),
    mostDelayMs: world.pick([5, 30, 200]),
  };
}

function faultsOf(world: World, calm: boolean, coordinators: number): FaultTimes {
  const share = world.pick([0.1, 0.25, 0.5]);
  const times = Object.entries(FAULTS).map(([kind, [least, most]]) => {
    const everyMs = world.between(least, most);
    return [kind, !calm && world.chance(share) ? everyMs : Infinity];
  });
  const faults = Object.fromEntries(times) as unknown as FaultTimes;
  // Leaders that live for less time than a slow worker takes for a shard.
  if (!calm && world.chance(0.1)) faults.coordinatorKill = world.between(400, 1500);
  // The leader dies more often when a standby can take over.
  if (!calm && coordinators > 1 && world.chance(0.5)) faults.coordinatorKill = world.between(1500, 6000);
  return faults;
}

/** Makes a long training with few other faults, so that a process can lead twice during one slow save. */
function changeLeadersDuringSaves(world: World, options: SimulationOptions): void {
  const { faults, config } = options;
  for (const kind of Object.keys(faults) as (keyof FaultTimes)[]) if (world.chance(0.9)) faults[kind] = Infinity;
  faults.leadBackAndForth = 500;
  options.crashPoints = [];
  options.totalSteps = MOST_STEPS;
  options.checkpointEvery = 1;
  options.workers = options.workers.map(() => world.between(200, 600) / config.shards);
  options.faultsForMs = 20_000;
}

function crashesOf(world: World): SimulationOptions['crashPoints'] {
  return Array.from({ length: world.integer(1, 6) }, () => {
    if (world.chance(0.3)) return { at: '', nth: world.integer(1, world.pick([30, 200, 600])) };
    return { at: world.pick(CRASH_POINTS), nth: world.integer(1, world.pick([1, 4, 12])) };
  });
}

/** Adds workers with wrong results. Wrong gradients need audits of all nodes, because an undetected one changes the bits. */
function dishonest(world: World, options: SimulationOptions, calm: boolean): void {
  options.audit = world.pick([0, 0, 0, 0.1, 1]);
  if (calm) return;
  const { workers } = options;
  if (options.audit === 1 && world.chance(0.6)) {
    while (workers.length < 3) workers.push(msPerShardOf(world));
    options.lies = workers.map((_, i) => (i === workers.length - 1 ? world.pick([0.05, 0.3, 1]) : 0));
    if (workers.length > 4 && world.chance(0.3)) options.lies[0] = world.pick([0.05, 1]);
  }
  options.nans = workers.map((_, i) => (i === 0 && world.chance(0.05) ? world.pick([0.1, 1]) : 0));
  options.slips = workers.map((_, i) => (i === 0 && world.chance(0.1) ? world.pick([0.01, 0.3]) : 0));
  if (options.lies.length < workers.length) options.lies = workers.map(() => 0);
}
