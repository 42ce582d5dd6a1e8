/** Faults of local workers: kill -9 or a hang of one of two. */
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { NODE_FLAGS } from '@lockstep/cli';
import { stepsPerEpoch } from '@lockstep/data';
import { TRAIN_SAMPLES } from './data-folder.js';
import { programOf } from './environment.js';
import { gapsAfter, randomMoment, type Chance, type Gaps } from './faults.js';
import { processTree } from './process-tree.js';
import { Program } from './program.js';
import { Training, trainingOptions } from './training.js';

const WORKERS = ['w1', 'w2'] as const;
const DEFAULT_BATCH = 128;
const LAST_STEP = stepsPerEpoch(TRAIN_SAMPLES, DEFAULT_BATCH);
/** A later fault could overlap with the checkpoint and the figures at the end of the epoch. */
const MARGIN_STEPS = 40;
/** The number of commits after a fault that include the disturbed one. */
const WATCHED_COMMITS = 4;

export interface RunOptions {
  dataDir: string;
  /** A folder that does not exist yet. */
  out: string;
  signal: AbortSignal;
}

export interface Fault extends Gaps {
  worker: string;
  /** Median duration of the steps before. */
  normalMs: number;
}

export interface Hang extends Fault {
  /** Time that the hanging worker's lease allowed, from the coordinator's log. */
  deadlineMs: number;
}

/** Causes one fault. Returns undefined when the run is too short for another one. */
type Strike<T> = (run: LocalRun, index: number) => Promise<T | undefined>;

/** Causes `count` faults, in as many runs as necessary. */
export async function strikeRepeatedly<T>(
  count: number,
  perRun: number,
  place: RunOptions,
  strike: Strike<T>,
  onStruck: (fault: T, index: number) => void,
): Promise<T[]> {
  const faults: T[] = [];
  while (faults.length < count) {
    const run = await LocalRun.start(place);
    try {
      for (let struck = 0; struck < perRun && faults.length < count; struck++) {
        const fault = await strike(run, faults.length);
        run.training.disturbed();
        if (!fault && struck === 0) throw run.tooShort();
        if (!fault) break;
        faults.push(fault);
        onStruck(fault, faults.length);
      }
    } finally {
      await run.end();
    }
  }
  return faults;
}

/** Kills a worker, which the coordinator then restarts. */
export function killOf(undisturbed: number, chance: Chance): Strike<Fault> {
  return async ({ training, pidOf, awaitUndisturbed }, index) => {
    const normalMs = await awaitUndisturbed(undisturbed);
    if (normalMs === undefined) return undefined;
    const worker = WORKERS[index % WORKERS.length]!;
    await randomMoment(chance, normalMs);
    process.kill(pidOf(worker), 'SIGKILL');
    const atMs = performance.now();
    const commits = await training.commitsAfter(atMs, WATCHED_COMMITS);
    return { worker, normalMs, ...gapsAfter(atMs, commits) };
  };
}

/** Stops a worker, which stays connected, until the other one has computed its shards. */
export function hangOf(undisturbed: number, chance: Chance): Strike<Hang> {
  return async ({ training, pidOf, awaitUndisturbed }, index) => {
    const normalMs = await awaitUndisturbed(undisturbed);
    if (normalMs === undefined) return undefined;
    const worker = WORKERS[index % WORKERS.length]!;
    await randomMoment(chance, normalMs);
    const pid = pidOf(worker);
    process.kill(pid, 'SIGSTOP');
    const atMs = performance.now();
    try {
      const late = await training.logged(new RegExp(`worker local\\.${worker} has held .* for ([\\d.]+) s`), atMs);
      const [recovered] = await training.commitsAfter(late.atMs, 1);
      const commits = training.commits.filter((commit) => commit.atMs > atMs && commit.atMs <= recovered!.atMs);
      return { worker, normalMs, ...gapsAfter(atMs, commits), deadlineMs: Number(late.match[1]) * 1000 };
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  };
}

class LocalRun {
  private constructor(
    readonly training: Training,
    private readonly out: string,
  ) {}

  /**
   * Starts the default job with two workers, and waits until its sampler is idle.
   * @throws ProgramFailedError
   */
  static async start({ dataDir, out, signal }: RunOptions): Promise<LocalRun> {
    const args = [...NODE_FLAGS, programOf('coordinator'), '--workers=2', ...trainingOptions(dataDir, out)];
    const program = new Program('the coordinator', process.execPath, args, { cwd: dataDir, signal });
    const training = new Training(program, out);
    const run = new LocalRun(training, out);
    await training.logged(/follows the checkpoints/);
    return run;
  }

  /** The process id of a local worker, which changes with each restart. */
  readonly pidOf = (name: string): number => {
    const found = processTree(this.training.program.pid).find(({ pid, command }) => {
      return /worker\/dist\/main\.js/.test(command) && environmentOf(pid).includes(`LOCKSTEP_ID=${name}`);
    });
    if (found) return found.pid;
    throw this.training.program.failure(`has no worker ${name}`);
  };

  /** Waits for `steps` steps with both workers. Returns their median time, or undefined near the end of the run. */
  readonly awaitUndisturbed = async (steps: number): Promise<number | undefined> => {
    return this.training.undisturbed(steps, WORKERS.length, LAST_STEP - MARGIN_STEPS);
  };

  tooShort(): Error {
    return this.training.program.failure('had no consecutive steps with both workers in a whole epoch');
  }

  async end(): Promise<void> {
    await this.training.program.stop();
    await rm(this.out, { recursive: true, force: true });
  }
}

function environmentOf(pid: number): string[] {
  return readFileSync(join('/proc', String(pid), 'environ'), 'utf8').split('\0');
}
