/**
 * Everything that a run with nothing configured brings itself: a NATS server, workers and a sampler on this machine.
 * A worker that ends is started again; one that never gets to work is given up.
 */
import { LOCAL_POOL } from '@lockstep/access';
import { Child, gpuEnvironment, MAX_FAILURES, Supervised, type Logger } from '@lockstep/cli';
import type { WorkerId } from '@lockstep/protocol';
import { Chaos } from './chaos/chaos.js';
import type { ChaosConfig } from './chaos/plan.js';
import type { NatsServer } from './nats-server.js';

export interface LocalClusterOptions {
  run: string;
  /** As `--task` says. */
  task: string;
  nats: NatsServer;
  workers: number;
  /** As CUDA_VISIBLE_DEVICES names them; the workers get them in turn, the sampler the first. */
  gpus: readonly string[];
  figuresDir: string;
  /** Undefined for a run whose workers nobody harms. */
  chaos: Pick<ChaosConfig, 'rate' | 'seed'> | undefined;
  json: boolean;
  logLevel: string;
  /** Children's log lines, already made. */
  writeLog: (line: string) => void;
  log: Logger;
  onWorkerExit: (worker: WorkerId, reason: string) => void;
  /** No worker is left that will be started again. */
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
  /** False once the sampler has been given up: then nobody waits for its figures. */
  samplerWorks = true;

  constructor(private readonly options: LocalClusterOptions) {
    this.working = options.workers;
    this.workers = Array.from({ length: options.workers }, (_, i) => this.startWorker(i));
    this.sampler = this.startSampler();
    const victims = this.workers.map((worker, i) => ({ name: workerName(i), worker }));
    this.chaos = options.chaos && new Chaos(options.chaos, victims, options.log);
  }

  /** Process ids of the workers, by name: for people who want to look at one. */
  get workerPids(): Record<string, number | undefined> {
    return Object.fromEntries(this.workers.map((worker, i) => [memberName(i), worker.pid]));
  }

  async stop(): Promise<void> {
    // Who stands still cannot end well.
    this.chaos?.stop();
    await Promise.all([...this.workers, this.sampler].map((child) => child.stop(STOP_GRACE_MS)));
  }

  private startWorker(index: number): Supervised {
    const member = memberName(index);
    const { gpus, nats, log } = this.options;
    const env = {
      ...this.commonEnv(),
      // The coordinator says itself who joined with what.
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
          this.options.onNoWorkersLeft('no local worker can be kept running: see what they said above');
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

  /** Children are configured by the environment; what a person set there for the coordinator is not meant for them. */
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
