/** A run of the experiment on a stock NATS server, with workers that a test starts and disturbs. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { referenceOf, type Reference } from './experiment.js';
import type { Program } from './processes.js';
import { Coordinator, freePort, isStep, start, startNats } from './programs.js';
import { metricsOf, summaryOf } from './run-folder.js';
import type { Workspace } from './workspace.js';

/** More than a step takes on a machine that does nothing else. */
const USUAL_STEP_MS = 100;

export class ExternalRun {
  /** The coordinator that was started last. */
  coordinator!: Coordinator;

  private constructor(
    private readonly workspace: Workspace,
    readonly reference: Reference,
    readonly port: number,
    /** The server that was started last. */
    public nats: Program,
  ) {}

  /** Starts a server, but neither a coordinator nor workers. */
  static async onServer(workspace: Workspace): Promise<ExternalRun> {
    const reference = await referenceOf(workspace.experiment);
    const port = await freePort();
    return new ExternalRun(workspace, reference, port, await startNats(workspace.path('jetstream'), port));
  }

  get out(): string {
    return this.workspace.path('run');
  }

  get env(): Record<string, string> {
    return { LOCKSTEP_NATS_URL: `nats://127.0.0.1:${this.port}` };
  }

  coordinate(...args: string[]): Coordinator {
    this.coordinator = new Coordinator(this.workspace.args(this.out, ...args), { env: this.env });
    return this.coordinator;
  }

  /** Starts a worker, which reaches the server by `url`, a proxy's for example. */
  worker(id: string, url = this.env['LOCKSTEP_NATS_URL']!): Program {
    const args = ['--json', `--id=${id}`, `--task=${this.workspace.experiment.task}`];
    return start('worker', args, { env: { LOCKSTEP_NATS_URL: url } });
  }

  /** Waits for `count` steps that are committed from now on. */
  async steps(count: number): Promise<void> {
    await this.coordinator.steps(count);
  }

  /** Waits for a message that the coordinator logs from now on. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    return this.coordinator.program.said(pattern, this.coordinator.program.lines.length);
  }

  async killServer(): Promise<void> {
    this.nats.signal('SIGKILL');
    await this.nats.ended();
  }

  async restartServer(): Promise<void> {
    this.nats = await startNats(this.workspace.path('jetstream'), this.port);
  }

  /** Waits for the end of the run, which has to equal the undisturbed run. */
  async endsAsUndisturbed(): Promise<void> {
    await this.coordinator.succeeds();
    expectUndisturbed(this.out, this.reference);
  }

  async stop(): Promise<void> {
    this.nats.signal('SIGTERM');
    await this.nats.ended();
  }
}

/** Expects the weights and losses of the undisturbed run in a run's folder, and each step once in its metrics. */
export function expectUndisturbed(out: string, { out: referenceOut, summary }: Reference): void {
  const { weights_sha256, test_loss, epoch_losses } = summary;
  expect(summaryOf(out)).toMatchObject({ weights_sha256, test_loss, epoch_losses });
  const losses = (dir: string) => metricsOf(dir).map(({ step, epoch, loss }) => ({ step, epoch, loss }));
  expect(losses(out)).toEqual(losses(referenceOut));
}

/**
 * Expects that a recovery took less than `limitMs`. On a busy machine, where the median step of the coordinators takes longer than
 * usual, the limit is longer in proportion.
 */
export function expectRecovery(tookMs: number, limitMs: number, ...coordinators: readonly Coordinator[]): void {
  const intervalsMs = coordinators.flatMap(({ program }) => {
    const timesMs = program.lines.filter(isStep).map(({ atMs }) => atMs);
    return timesMs.slice(1).map((atMs, i) => atMs - timesMs[i]!);
  });
  const medianStepMs = intervalsMs.sort((a, b) => a - b)[Math.floor(intervalsMs.length / 2)] ?? 0;
  expect(tookMs).toBeLessThan(limitMs * Math.max(1, medianStepMs / USUAL_STEP_MS));
}

/** Lets a program run for a tenth of the time. Returns a function that ends the slow-down. */
export function slowDown(program: Program): () => Promise<void> {
  const over = new AbortController();
  const slow = async () => {
    while (!over.signal.aborted) {
      program.signal('SIGSTOP');
      await sleep(90);
      program.signal('SIGCONT');
      await sleep(10);
    }
  };
  const slowed = slow();
  return async () => {
    over.abort();
    await slowed;
  };
}
