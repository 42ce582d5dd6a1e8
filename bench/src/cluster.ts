/**
 * One measurement of the whole cluster: `coordinator:serve` as a user starts it, with its own NATS server, workers and sampler.
 *
 * Counting starts after the warm-up and after the start of the sampler. It ends before the epoch does, so that no checkpoint is
 * written or drawn during it. Then SIGINT stops the run.
 */
import { join } from 'node:path';
import { NODE_FLAGS } from '@lockstep/cli';
import type { StepBenchConfig } from './config.js';
import { programOf } from './environment.js';
import { readMetrics, summarise, type StepSummary } from './metrics.js';
import { processTree, type ProcessUse } from './process-tree.js';
import { Program } from './program.js';
import { parsed, trainingOptions } from './training.js';

/** Step by which a worker's memory has settled. */
const SETTLED_STEP = 100;

export interface ClusterMeasurement extends StepSummary {
  /** Processor time per step of all processes of each kind. */
  cpuMsPerStep: Record<Role, number>;
  /** Resident memory of each worker, in the order of their process ids. */
  workerRss: { fromStep: number; toStep: number; fromMib: number[]; toMib: number[] };
}

const ROLES = {
  coordinator: /coordinator\/dist\/main\.js/,
  nats: /nats-server/,
  worker: /worker\/dist\/main\.js/,
  sampler: /sampler\/dist\/main\.js/,
};
type Role = keyof typeof ROLES;

export type ClusterConfig = Pick<StepBenchConfig, 'steps' | 'warmUp' | 'workers' | 'shards' | 'batch' | 'threads'>;

/** @throws ProgramFailedError when the run ends before the steps are done */
export async function measureCluster(
  config: ClusterConfig,
  dataDir: string,
  out: string,
  signal: AbortSignal,
): Promise<ClusterMeasurement> {
  const { workers, shards, batch, threads } = config;
  const sizes = [`--workers=${workers}`, `--shards=${shards}`, `--batch-size=${batch}`, `--threads=${threads}`];
  const args = [...NODE_FLAGS, programOf('coordinator'), ...sizes, ...trainingOptions(dataDir, out)];
  // The data folder holds no config file.
  const program = new Program('the coordinator', process.execPath, args, { cwd: dataDir, signal });
  const span = new Span(config, program);
  const how = await program.ended;
  signal.throwIfAborted();
  const { first, settled, last } = span;
  if (!first || !settled || !last) throw program.failure(how);
  const steps = await readMetrics(join(out, 'metrics.jsonl'), first.step, last.step);
  return {
    ...summarise(steps, batch),
    cpuMsPerStep: cpuBetween(first, last),
    workerRss: { fromStep: settled.step, toStep: last.step, fromMib: workerRss(settled), toMib: workerRss(last) },
  };
}

/** The use of all processes at the end of a step. */
interface Snapshot {
  step: number;
  use: ProcessUse[];
}

/** Takes snapshots where counting starts and ends, and then stops the run. */
class Span {
  first: Snapshot | undefined;
  settled: Snapshot | undefined;
  last: Snapshot | undefined;
  private samplerReady = false;

  constructor(
    private readonly config: ClusterConfig,
    private readonly program: Program,
  ) {
    program.onLine((line) => {
      this.samplerReady ||= line.includes('follows the checkpoints');
      const { type, step } = parsed(line);
      if (type === 'step') this.onStep(Number(step));
    });
  }

  private onStep(step: number): void {
    if (this.last) return;
    if (!this.first) {
      if (!this.samplerReady || step < this.config.warmUp) return;
      this.first = this.snapshot(step);
      this.settled = this.first;
      return;
    }
    if (step === SETTLED_STEP) this.settled = this.snapshot(step);
    if (step < this.first.step + this.config.steps) return;
    this.last = this.snapshot(step);
    this.program.signal('SIGINT');
  }

  private snapshot(step: number): Snapshot {
    return { step, use: processTree(this.program.pid) };
  }
}

function cpuBetween(first: Snapshot, last: Snapshot): Record<Role, number> {
  const cpuMs = ({ use }: Snapshot, role: Role) => {
    return use.filter(({ command }) => ROLES[role].test(command)).reduce((sum, process) => sum + process.cpuMs, 0);
  };
  const perStep = (role: Role) => (cpuMs(last, role) - cpuMs(first, role)) / (last.step - first.step);
  return {
    coordinator: perStep('coordinator'),
    nats: perStep('nats'),
    worker: perStep('worker'),
    sampler: perStep('sampler'),
  };
}

function workerRss({ use }: Snapshot): number[] {
  return use.filter(({ command }) => ROLES.worker.test(command)).map(({ rssMib }) => rssMib);
}
