/**
 * The same processes computing the same shards without a network: one process per worker. A message of a few bytes over a pipe
 * starts each step in all of them and another one reports its end, which keeps them in lock-step. No vectors travel.
 */
import type { DataConfig } from '@lockstep/cluster';
import type { ClusterConfig } from './cluster.js';
import type { StepBenchConfig } from './config.js';
import { TEST_SAMPLES, TRAIN_SAMPLES, type DataFolder } from './data-folder.js';
import { ROOT } from './environment.js';
import { rate } from './metrics.js';
import type { ProcessReply, ProcessSetup, StepRequest } from './no-network-messages.js';
import { useOf } from './process-tree.js';
import { ScriptProcess } from './program.js';
import { median } from './statistics.js';

const SCRIPT = new URL('./no-network-process.js', import.meta.url);

class NoNetworkWorker extends ScriptProcess<ProcessReply> {
  constructor(setup: ProcessSetup, signal: AbortSignal) {
    super('a process without a network', SCRIPT, setup, [], signal);
  }

  get rssMib(): number {
    return useOf(this.pid)?.rssMib ?? NaN;
  }

  get cpuMs(): number {
    return useOf(this.pid)?.cpuMs ?? NaN;
  }

  async step(request: StepRequest) {
    const done = this.reply('done');
    this.send(request);
    return done;
  }
}

/**
 * Runs `use` with processes that are ready to compute.
 * @throws ProgramFailedError
 */
async function withWorkers<T>(
  config: ClusterConfig,
  data: DataFolder,
  signal: AbortSignal,
  use: (workers: NoNetworkWorker[]) => Promise<T>,
): Promise<T> {
  const { batch, shards, threads } = config;
  const sizes = { batchSize: batch, shards, trainSamples: TRAIN_SAMPLES, testSamples: TEST_SAMPLES };
  const plan: DataConfig = { seed: 0, ...sizes };
  const { files } = data;
  // More workers than shards would idle.
  const workers = Math.min(config.workers, shards);
  const started = Array.from({ length: workers }, (_, index) => {
    return new NoNetworkWorker({ plan, threads, task: 'denoise', directory: ROOT, files, workers, index }, signal);
  });
  try {
    await Promise.all(started.map((worker) => worker.reply('ready')));
    return await use(started);
  } finally {
    await Promise.all(started.map((worker) => worker.kill()));
  }
}

export interface NoNetworkMeasurement {
  imagesPerSecond: number;
  stepMs: number;
  computeMs: number;
  /** Median over the steps of the time beyond the computing of the slowest worker. */
  overheadMs: number;
  /** Processor time per step of all processes. */
  cpuMsPerStep: number;
}

/** Measures the steps after the warm-up. */
export async function measureNoNetwork(
  config: ClusterConfig,
  data: DataFolder,
  signal: AbortSignal,
): Promise<NoNetworkMeasurement> {
  return withWorkers(config, data, signal, async (workers) => {
    const cpuMs = () => workers.reduce((sum, worker) => sum + worker.cpuMs, 0);
    const steps: { ms: number; computeMs: number[] }[] = [];
    let cpuMsBefore = NaN;
    for (let version = 0; version < config.warmUp + config.steps; version++) {
      if (version === config.warmUp) cpuMsBefore = cpuMs();
      const startMs = performance.now();
      const done = await Promise.all(workers.map((worker) => worker.step({ version, countTensors: false })));
      steps.push({ ms: performance.now() - startMs, computeMs: done.map(({ computeMs }) => computeMs) });
    }
    const cpuMsPerStep = (cpuMs() - cpuMsBefore) / config.steps;
    const counted = steps.slice(config.warmUp);
    const stepMs = counted.map(({ ms }) => ms);
    return {
      imagesPerSecond: rate(stepMs, config.batch),
      stepMs: median(stepMs),
      computeMs: median(counted.flatMap(({ computeMs }) => computeMs)),
      overheadMs: median(counted.map(({ ms, computeMs }) => ms - Math.max(...computeMs))),
      cpuMsPerStep,
    };
  });
}

export interface MemoryCheck {
  steps: number;
  /** Over all steps and workers. They are equal when no tensor leaks. */
  numTensors: { min: number; max: number };
  /** Of each worker, once its memory has settled and at the end. */
  rss: { fromStep: number; fromMib: number[]; toMib: number[] };
}

/** Step by which a worker's memory has settled. */
const SETTLED_STEP = 100;

/** Checks that the memory of the computing thread stays constant, by counting its tensors after every step. */
export async function checkMemory(
  config: StepBenchConfig,
  data: DataFolder,
  signal: AbortSignal,
): Promise<MemoryCheck> {
  const { memorySteps } = config;
  const fromStep = Math.min(SETTLED_STEP, memorySteps);
  return withWorkers(config, data, signal, async (workers) => {
    const counts: number[] = [];
    let fromMib: number[] = [];
    for (let version = 0; version < memorySteps; version++) {
      const done = await Promise.all(workers.map((worker) => worker.step({ version, countTensors: true })));
      counts.push(...done.map(({ numTensors }) => numTensors ?? NaN));
      if (version + 1 === fromStep) fromMib = workers.map(({ rssMib }) => rssMib);
    }
    const toMib = workers.map(({ rssMib }) => rssMib);
    const numTensors = { min: Math.min(...counts), max: Math.max(...counts) };
    return { steps: memorySteps, numTensors, rss: { fromStep, fromMib, toMib } };
  });
}
