/**
 * The same processes computing the same shards without a network: one child process per worker. A message of a few bytes over
 * a pipe starts each step in all of them and another says that it is done, so that they stay in lock-step; no vectors travel.
 */
import { NODE_FLAGS } from '@lockstep/cli';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { DataConfig } from '@lockstep/cluster';
import type { ClusterConfig } from './cluster.js';
import type { StepBenchConfig } from './config.js';
import { TEST_SAMPLES, TRAIN_SAMPLES, type DataFolder } from './data-folder.js';
import { measuredEnvironment, ROOT } from './environment.js';
import { ProgramFailedError } from './errors.js';
import { LastLines } from './last-lines.js';
import { rate } from './metrics.js';
import type { ProcessReply, ProcessSetup, StepRequest } from './no-network-messages.js';
import { useOf } from './process-tree.js';
import { median } from './statistics.js';

const PROGRAM = new URL('./no-network-process.js', import.meta.url);

type Done = Extract<ProcessReply, { kind: 'done' }>;

/** One child process. */
class NoNetworkWorker {
  private readonly failed: Promise<never>;
  private readonly exited: Promise<void>;

  private constructor(private readonly child: ChildProcess) {
    const output = new LastLines();
    output.follow(child.stderr);
    let reject: (error: Error) => void;
    this.failed = new Promise((_, refuse) => (reject = refuse));
    // Whoever waits for an answer is told; when nobody does, it is no failure.
    this.failed.catch(() => undefined);
    child.on('error', (error) => reject(error));
    child.once('close', (code) => {
      reject(new ProgramFailedError('a process without a network', `ended with exit code ${code}`, output.lines));
    });
    // Not 'close', which does not come when we are the one to disconnect.
    this.exited = new Promise((resolve) => child.once('exit', () => resolve()));
  }

  static start(setup: ProcessSetup, signal: AbortSignal): NoNetworkWorker {
    const stdio = ['ignore', 'ignore', 'pipe', 'ipc'] as const;
    const options = { env: measuredEnvironment(), stdio: [...stdio], signal, execArgv: [...NODE_FLAGS] };
    return new NoNetworkWorker(fork(PROGRAM, [JSON.stringify(setup)], options));
  }

  get rssMib(): number {
    return useOf(this.child.pid ?? 0)?.rssMib ?? NaN;
  }

  get cpuMs(): number {
    return useOf(this.child.pid ?? 0)?.cpuMs ?? NaN;
  }

  async answer<T extends ProcessReply>(): Promise<T> {
    const [reply] = (await Promise.race([once(this.child, 'message'), this.failed])) as [T];
    return reply;
  }

  async step(request: StepRequest): Promise<Done> {
    const done = this.answer<Done>();
    this.child.send(request);
    return done;
  }

  async stop(): Promise<void> {
    if (this.child.connected) this.child.disconnect();
    await this.exited;
  }
}

/** All processes, ready to compute, for as long as `use` takes. @throws ProgramFailedError */
async function withWorkers<T>(
  config: ClusterConfig,
  data: DataFolder,
  signal: AbortSignal,
  use: (workers: NoNetworkWorker[]) => Promise<T>,
): Promise<T> {
  const { batch, shards, threads } = config;
  const plan: DataConfig = {
    seed: 0,
    batchSize: batch,
    shards,
    trainSamples: TRAIN_SAMPLES,
    testSamples: TEST_SAMPLES,
  };
  const { files } = data;
  // More workers than shards would idle.
  const workers = Math.min(config.workers, shards);
  const started = Array.from({ length: workers }, (_, index) => {
    return NoNetworkWorker.start({ plan, threads, task: 'denoise', directory: ROOT, files, workers, index }, signal);
  });
  try {
    await Promise.all(started.map((worker) => worker.answer()));
    return await use(started);
  } finally {
    await Promise.all(started.map((worker) => worker.stop()));
  }
}

export interface NoNetworkMeasurement {
  imagesPerSecond: number;
  stepMs: number;
  computeMs: number;
  /** Of each step: what it took beyond the computing of its slowest worker. */
  overheadMs: number;
  /** Processor time per step of all processes. */
  cpuMsPerStep: number;
}

/** One measurement: the steps after the warm-up. */
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
  /** Over all steps and workers; equal when no tensor leaks. */
  numTensors: { min: number; max: number };
  /** Of each worker, after a while and at the end. */
  rss: { fromStep: number; fromMib: number[]; toMib: number[] };
}

/** Step by which a worker's memory has settled. */
const SETTLED_STEP = 100;

/** Whether the computing thread's memory stays flat: its tensors are counted after every step. */
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
