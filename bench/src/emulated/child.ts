/** A process of an emulated run, seen from the benchmark: what it said, or why it ended. */
import { fork, type ChildProcess } from 'node:child_process';
import { NODE_FLAGS } from '@lockstep/cli';
import { measuredEnvironment } from '../environment.js';
import { ProgramFailedError } from '../errors.js';
import { LastLines } from '../last-lines.js';
import type { ProcessReply } from './messages.js';

const REGISTER = new URL('./hooks/register.js', import.meta.url).href;

export type Reply<K extends ProcessReply['kind']> = Extract<ProcessReply, { kind: K }>;

export class EmulatedChild {
  /** Rejects when the process ends before it was stopped. */
  readonly failed: Promise<never>;
  private readonly child: ChildProcess;
  private readonly exited: Promise<void>;
  private readonly output = new LastLines();
  private finished = false;

  /** @param script file name beside this one */
  constructor(name: string, script: string, setup: unknown) {
    this.child = fork(new URL(script, import.meta.url), [JSON.stringify(setup)], {
      env: measuredEnvironment(),
      execArgv: [...NODE_FLAGS, '--import', REGISTER],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
      // Ctrl-C on a terminal is for the benchmark, which then ends this process.
      detached: true,
    });
    this.output.follow(this.child.stderr);
    this.exited = new Promise((resolve) => this.child.once('exit', () => resolve()));
    this.failed = new Promise((_, reject) => {
      this.child.once('error', reject);
      this.child.once('close', (code, signal) => {
        if (!this.finished)
          reject(new ProgramFailedError(name, `ended with ${signal ?? `exit code ${code}`}`, this.lines));
      });
    });
    // Whoever waits for an answer is told; when nobody does, it is no failure.
    this.failed.catch(() => undefined);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** What it wrote last. */
  get lines(): readonly string[] {
    return this.output.lines;
  }

  onReply(listener: (reply: ProcessReply) => void): void {
    this.child.on('message', listener);
  }

  /** The next answer of a kind. @throws ProgramFailedError when the process ends before */
  async answer<K extends ProcessReply['kind']>(kind: K): Promise<Reply<K>> {
    const said = new Promise<Reply<K>>((resolve) => {
      this.onReply((reply) => {
        if (reply.kind === kind) resolve(reply as Reply<K>);
      });
    });
    return Promise.race([said, this.failed]);
  }

  async stop(): Promise<void> {
    this.finished = true;
    this.child.kill('SIGKILL');
    await this.exited;
  }
}
