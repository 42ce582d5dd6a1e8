/**
 * The workers and the sampler that a run starts on this machine. A worker that ends is restarted. After MAX_FAILURES consecutive
 * failures it is given up.
 */
import { LOCAL_POOL } from '@lockstep/access';
import { Child, gpuEnvironment, MAX_FAILURES, Supervised, type Logger } from '@lockstep/cli';
import type { WorkerId } from '@lockstep/protocol';
import { Chaos } from './chaos/chaos.js';
import type { ChaosConfig } from './chaos/plan.js';
import type { NatsServer } from './nats-server.js';

export interface LocalClusterOptions {
  run: string;
  /** The value of `--task`. */
  task: string;
  nats: NatsServer;
  workers: number;
  /** GPUs as CUDA_VISIBLE_DEVICES names them. The workers use them in turn, the sampler uses the first. */
  gpus: readonly string[];
  figuresDir: string;
  /** Undefined for a run without chaos. */
  chaos: Pick<ChaosConfig, 'rate' | 'seed'> | undefined;
  json: boolean;
  logLevel: string;
  /** Writes a log line of a child. */
  writeLog: (line: string) => void;
  log: Logger;
  onWorkerExit: (worker: WorkerId, reason: string) => void;
  /** Called when all workers have been given up. */
  onNoWorkersLeft: (reason: string) => void;
}

const WORKER_SCRIPT = new URL('../../../worker/dist/main.js', import.meta.url).pathname;
const SAMPLER_SCRIPT = new URL('../../../sampler/dist/main.js', import.meta.url).pathname;
const STOP_GRACE_MS = 5000;

export class LocalCluster {
  private readonly workers: Supervised[];
  private readonly sampler: Supervised;
  private working: number;
  readonly chaos: Chaos | undefined;
  /** False once the sampler has been given up. The run then does not wait for its figures. */
  samplerWorks = true;

  constructor(private readonly options: LocalClusterOptions) {
    this.working = options.workers;
    this.workers = Array.from({ length: options.workers }, (_, i) => this.startWorker(i));
    this.sampler = this.startSampler();
    const victims = this.workers.map((worker, i) => ({ name: workerName(i), worker }));
    this.chaos = options.chaos && new Chaos(options.chaos, victims, options.log);
  }

  /** Process ids of the workers by name, for the log. */
  get workerPids(): Record<string, number | undefined> {
    return Object.fromEntries(this.workers.map((worker, i) => [memberName(i), worker.pid]));
  }

  async stop(): Promise<void> {
    // Resumes paused workers first, because a paused process cannot handle the end of its pipe.
    this.chaos?.stop();
    await Promise.all([...this.workers, this.sampler].map((child) => child.stop(STOP_GRACE_MS)));
  }

  private startWorker(index: number): Supervised {
    const member = memberName(index);
    const { gpus, nats, log } = this.options;
    const env = {
      ...this.commonEnv(),
      // The coordinator already logs each worker that joins.
      LOCKSTEP_LOG_LEVEL: this.options.logLevel === 'info' ? 'warn' : this.options.logLevel,
      LOCKSTEP_NATS_URL: nats.urlFor('worker'),
      LOCKSTEP_POOL: LOCAL_POOL,
      LOCKSTEP_ID: member,
      LOCKSTEP_WORKERS: '1',
      ...gpuEnvironment(gpus[index % gpus.length]),
    };
    return new Supervised(
      (onExit) => this.start(WORKER_SCRIPT, env, onExit),
      (how, givenUp) => {
        this.options.onWorkerExit({ pool: LOCAL_POOL, member }, how);
        if (!givenUp) return;
        log.error(`worker ${workerName(index)} ${how} ${MAX_FAILURES} times: it is not started again`);
        this.working -= 1;
        if (this.working === 0)
          this.options.onNoWorkersLeft('no local worker can be kept running: see their messages above');
      },
    );
  }

  private startSampler(): Supervised {
    const { nats, figuresDir, log } = this.options;
    const env = {
      ...this.commonEnv(),
      LOCKSTEP_NATS_URL: nats.urlFor('sampler'),
      LOCKSTEP_OUT: figuresDir,
      ...gpuEnvironment(this.options.gpus[0]),
    };
    return new Supervised(
      (onExit) => this.start(SAMPLER_SCRIPT, env, onExit),
      (how, givenUp) => {
        log.warn(`the sampler ${how}${givenUp ? `; figures will be missing` : ''}`);
        if (givenUp) this.samplerWorks = false;
      },
    );
  }

  private start(script: string, env: Record<string, string>, onExit: (how: string) => void): Child {
    const onLine = (line: string) => this.options.writeLog(`${line}\n`);
    return Child.start({ script, env, onExit, onLine });
  }

  /** Returns the options of a child. They replace the options in the coordinator's own environment, which the child inherits. */
  private commonEnv(): Record<string, string> {
    const { run, task, json, logLevel } = this.options;
    return { LOCKSTEP_RUN: run, LOCKSTEP_TASK: task, LOCKSTEP_JSON: String(json), LOCKSTEP_LOG_LEVEL: logLevel };
  }
}

function memberName(index: number): string {
  return `w${index + 1}`;
}

function workerName(index: number): string {
  return `${LOCAL_POOL}.${memberName(index)}`;
}
