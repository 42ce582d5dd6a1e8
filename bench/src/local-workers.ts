/** Faults of local workers: kill -9 of one of two, and one of two that hangs. */
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { NODE_FLAGS } from '@lockstep/cli';
import { stepsPerEpoch } from '@lockstep/data';
import { TRAIN_SAMPLES } from './data-folder.js';
import { programOf } from './environment.js';
import { ProgramFailedError } from './errors.js';
import { gapsAfter, randomMoment, type Chance, type Gaps } from './faults.js';
import { processTree } from './process-tree.js';
import { Running } from './running.js';
import { Training, trainingOptions } from './training.js';

const WORKERS = ['w1', 'w2'] as const;
const DEFAULT_BATCH = 128;
const LAST_STEP = stepsPerEpoch(TRAIN_SAMPLES, DEFAULT_BATCH);
/** A fault so close to the epoch's end might meet the checkpoint and the drawing there. */
const MARGIN_STEPS = 40;
/** The first commits after a fault, among which the disturbed one is. */
const WATCHED_COMMITS = 4;

export interface Place {
  dataDir: string;
  /** Folder that does not exist yet. */
  out: string;
  signal: AbortSignal;
}

export interface Fault extends Gaps {
  worker: string;
  /** Median of the steps before. */
  normalMs: number;
}

export interface Hang extends Fault {
  /** What the hanging worker's lease was allowed to take, as the coordinator says when it is late. */
  deadlineMs: number;
}

/** Undefined when the run has no room for another fault. */
type Strike<T> = (run: LocalRun, index: number) => Promise<T | undefined>;

/** Strikes `count` times, in as many runs as that takes. */
export async function strikeRepeatedly<T>(
  count: number,
  perRun: number,
  place: Place,
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
        if (!fault && struck === 0) throw run.unfit();
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

/** Ends a worker by force; the coordinator starts it again. */
export function killOf(undisturbed: number, chance: Chance): Strike<Fault> {
  return async ({ training, pidOf, awaitCalm }, index) => {
    const normalMs = await awaitCalm(undisturbed);
    if (normalMs === undefined) return undefined;
    const worker = WORKERS[index % WORKERS.length]!;
    await randomMoment(chance, normalMs);
    process.kill(pidOf(worker), 'SIGKILL');
    const atMs = performance.now();
    const commits = await training.commitsAfter(atMs, WATCHED_COMMITS);
    return { worker, normalMs, ...gapsAfter(atMs, commits) };
  };
}

/** Stops a worker, so that it is connected but does nothing, until its shards have been computed by the other one. */
export function hangOf(undisturbed: number, chance: Chance): Strike<Hang> {
  return async ({ training, pidOf, awaitCalm }, index) => {
    const normalMs = await awaitCalm(undisturbed);
    if (normalMs === undefined) return undefined;
    const worker = WORKERS[index % WORKERS.length]!;
    await randomMoment(chance, normalMs);
    const pid = pidOf(worker);
    process.kill(pid, 'SIGSTOP');
    const atMs = performance.now();
    try {
      const late = await training.said(new RegExp(`worker local\\.${worker} has held .* for ([\\d.]+) s`), atMs);
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

  /** Starts the default job with two workers, and waits until its sampler is idle. @throws ProgramFailedError */
  static async start({ dataDir, out, signal }: Place): Promise<LocalRun> {
    const args = [...NODE_FLAGS, programOf('coordinator'), '--workers=2', ...trainingOptions(dataDir, out)];
    const program = new Running('the coordinator', process.execPath, args, { cwd: dataDir, signal });
    const training = new Training(program, out);
    const run = new LocalRun(training, out);
    await training.said(/follows the checkpoints/);
    return run;
  }

  /** Process id of a local worker, which is another one after each start. */
  readonly pidOf = (name: string): number => {
    const found = processTree(this.training.program.pid).find(({ pid, command }) => {
      return /worker\/dist\/main\.js/.test(command) && environmentOf(pid).includes(`LOCKSTEP_ID=${name}`);
    });
    if (found) return found.pid;
    throw new ProgramFailedError('the coordinator', `has no worker ${name}`, []);
  };

  /** Waits for so many steps with both workers. @returns their median time; undefined when there is no room for more */
  readonly awaitCalm = async (steps: number): Promise<number | undefined> => {
    return this.training.undisturbed(steps, WORKERS.length, LAST_STEP - MARGIN_STEPS);
  };

  unfit(): ProgramFailedError {
    return new ProgramFailedError('the coordinator', 'had no steps in a row with both workers in a whole epoch', []);
  }

  async end(): Promise<void> {
    await this.training.program.stop();
    await rm(this.out, { recursive: true, force: true });
  }
}

function environmentOf(pid: number): string[] {
  return readFileSync(join('/proc', String(pid), 'environ'), 'utf8').split('\0');
}
