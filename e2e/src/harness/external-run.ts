/** The common experiment on a stock NATS server, with workers that a test starts and treats badly. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, inject } from 'vitest';
import type { Program } from './processes.js';
import { Coordinator, freePort, start, startNats } from './programs.js';
import { metricsOf, summaryOf } from './run-folder.js';
import type { Workspace } from './workspace.js';

export class ExternalRun {
  /** The one that was started last. */
  coordinator!: Coordinator;

  private constructor(
    private readonly workspace: Workspace,
    readonly port: number,
    /** The server that was started last. */
    public nats: Program,
  ) {}

  /** Starts a server; nothing else. */
  static async onServer(workspace: Workspace): Promise<ExternalRun> {
    const port = await freePort();
    return new ExternalRun(workspace, port, await startNats(workspace.path('jetstream'), port));
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

  /** @param url of something on the way to the server */
  worker(id: string, url?: string): Program {
    const env = url === undefined ? this.env : { LOCKSTEP_NATS_URL: url };
    return start('worker', ['--json', `--id=${id}`], { env });
  }

  /** Waits until so many steps are committed from now on. */
  async steps(count: number): Promise<void> {
    const { program } = this.coordinator;
    for (let from = program.lines.length, left = count; left > 0; left--) {
      const line = await program.line('a step', ({ fields }) => fields['type'] === 'step', from);
      from = program.lines.indexOf(line) + 1;
    }
  }

  /** Waits for a sentence that the coordinator says from now on. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    return this.coordinator.program.said(pattern, this.coordinator.program.lines.length);
  }

  /** Waits for the end, which has to be that of the undisturbed run. */
  async endsAsUndisturbed(): Promise<void> {
    const { program } = this.coordinator;
    expect(await program.ended(), program.output).toEqual({ code: 0, signal: null });
    const reference = inject('reference');
    expect(summaryOf(this.out)).toMatchObject({
      weights_sha256: reference.weights_sha256,
      test_loss: reference.test_loss,
      epoch_losses: reference.epoch_losses,
    });
    const losses = (out: string) => metricsOf(out).map(({ step, loss }) => ({ step, loss }));
    expect(losses(this.out)).toEqual(losses(inject('referenceOut')));
  }

  async stop(): Promise<void> {
    this.nats.signal('SIGTERM');
    await this.nats.ended();
  }
}

/** Lets a program run for a tenth of the time only. Returns what ends that; the program runs on then. */
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
