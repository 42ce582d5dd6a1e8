/**
 * One measurement of the whole cluster: `coordinator:serve` as a user starts it, with its own NATS server, workers and sampler.
 *
 * Counting begins when the warm-up is over and the sampler has finished starting, and ends before the epoch does, so that no
 * checkpoint is written or drawn meanwhile. Then the run is stopped as by Ctrl-C.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { NODE_FLAGS, PARENT_PIPE } from '@lockstep/cli';
import type { StepBenchConfig } from './config.js';
import { measuredEnvironment, programOf } from './environment.js';
import { ProgramFailedError } from './errors.js';
import { LastLines } from './last-lines.js';
import { readMetrics, summarise, type StepSummary } from './metrics.js';
import { processTree, type ProcessUse } from './process-tree.js';

/** Step by which a worker's memory has settled. */
const SETTLED_STEP = 100;

export interface ClusterMeasurement extends StepSummary {
  /** Processor time per step of all processes of each kind. */
  cpuMsPerStep: Record<Role, number>;
  /** Of each worker, in the order of their process ids. */
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

/** Which coordinator is measured, and what it is told beyond the sizes. */
export interface MeasuredProgram {
  script: string;
  args: readonly string[];
}

/** @throws ProgramFailedError when the run ends before the steps are done */
export async function measureCluster(
  config: ClusterConfig,
  dataDir: string,
  out: string,
  signal: AbortSignal,
  { script, args }: MeasuredProgram = { script: programOf('coordinator'), args: [] },
): Promise<ClusterMeasurement> {
  const child = spawn(process.execPath, [...NODE_FLAGS, script, ...options(config, dataDir, out), ...args], {
    // Elsewhere there might be a config file.
    cwd: dataDir,
    env: { ...measuredEnvironment(), [PARENT_PIPE]: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    signal,
  });
  const ended = new Promise<string>((resolve) => {
    child.once('close', (code, by) => resolve(`ended with ${by ?? `exit code ${code}`}`));
  });
  // An abort is told as an error; the child ends all the same, and that is what we wait for.
  child.on('error', () => undefined);
  const span = new Span(config, child.pid ?? 0, () => child.kill('SIGINT'));
  const output = new LastLines();
  output.follow(child.stdout, (line) => span.onProgress(line));
  output.follow(child.stderr, (line) => span.onLog(line));
  const how = await ended;
  signal.throwIfAborted();
  const { first, settled, last } = span;
  if (!first || !settled || !last) throw new ProgramFailedError('the coordinator', how, output.lines);
  const steps = await readMetrics(join(out, 'metrics.jsonl'), first.step, last.step);
  return {
    ...summarise(steps, config.batch),
    cpuMsPerStep: cpuBetween(first, last),
    workerRss: { fromStep: settled.step, toStep: last.step, fromMib: workerRss(settled), toMib: workerRss(last) },
  };
}

function options({ workers, shards, batch, threads }: ClusterConfig, dataDir: string, out: string): string[] {
  const sizes = [`--workers=${workers}`, `--shards=${shards}`, `--batch-size=${batch}`, `--threads=${threads}`];
  return [...sizes, '--json', '--epochs=1', '--checkpoint-every=1000000000', `--data-dir=${dataDir}`, `--out=${out}`];
}

/** What the processes had used when a step was done. */
interface Snapshot {
  step: number;
  use: ProcessUse[];
}

/** Follows a run's steps, notes where counting begins and ends, and ends the run then. */
class Span {
  first: Snapshot | undefined;
  settled: Snapshot | undefined;
  last: Snapshot | undefined;
  private samplerReady = false;

  constructor(
    private readonly config: ClusterConfig,
    private readonly pid: number,
    private readonly stop: () => void,
  ) {}

  onLog(line: string): void {
    this.samplerReady ||= line.includes('follows the checkpoints');
  }

  onProgress(line: string): void {
    const { type, step } = JSON.parse(line) as { type: string; step: number };
    if (type !== 'step' || this.last) return;
    if (!this.first) {
      if (!this.samplerReady || step < this.config.warmUp) return;
      this.first = this.snapshot(step);
      this.settled = this.first;
      return;
    }
    if (step === SETTLED_STEP) this.settled = this.snapshot(step);
    if (step < this.first.step + this.config.steps) return;
    this.last = this.snapshot(step);
    this.stop();
  }

  private snapshot(step: number): Snapshot {
    return { step, use: processTree(this.pid) };
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
