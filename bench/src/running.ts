/** A program that runs while something is done to it: what it says, and when. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { PARENT_PIPE } from '@lockstep/cli';
import { measuredEnvironment } from './environment.js';
import { ProgramFailedError } from './errors.js';

const KEPT_LINES = 20;

export class Running {
  /** Resolves to how it ended. */
  readonly ended: Promise<string>;
  /** What it wrote last. */
  readonly lastLines: string[] = [];
  private readonly child: ChildProcess;
  private readonly listeners = new Set<(line: string, atMs: number) => void>();
  private how: string | undefined;

  /** @param signal ends the program when it is aborted */
  constructor(
    private readonly name: string,
    command: string,
    args: readonly string[],
    options: { cwd: string; env?: Readonly<Record<string, string>>; signal: AbortSignal },
  ) {
    this.child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...measuredEnvironment(), ...options.env, [PARENT_PIPE]: '1' },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
      signal: options.signal,
      killSignal: 'SIGKILL',
    });
    // An abort is told as an error; the child ends all the same.
    this.child.on('error', () => undefined);
    this.child.stdin?.on('error', () => undefined);
    for (const stream of [this.child.stdout, this.child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => this.note(line));
    }
    this.ended = new Promise((resolve) => {
      this.child.once('close', (code, by) => {
        this.how = `ended with ${by ?? `exit code ${code}`}`;
        resolve(this.how);
      });
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Calls back with each line and the time at which it came, on the clock of `performance.now()`. */
  onLine(listener: (line: string, atMs: number) => void): void {
    this.listeners.add(listener);
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Asks it to end, and forces it when it does not. */
  async stop(graceMs = 15_000): Promise<void> {
    if (this.how !== undefined) return;
    this.signal('SIGCONT');
    this.signal('SIGTERM');
    await Promise.race([this.ended, setTimeout(graceMs, undefined, { ref: false })]);
    this.signal('SIGKILL');
    await this.ended;
  }

  /**
   * Waits until `find` gives something; it is asked again after every line.
   * @throws ProgramFailedError when the program ends before, or nothing comes for too long
   */
  async until<T>(what: string, find: () => T | undefined, patienceMs = 120_000): Promise<T> {
    const deadlineMs = performance.now() + patienceMs;
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      if (this.how !== undefined) throw this.failed(`${this.how} while waiting for ${what}`);
      if (performance.now() > deadlineMs) throw this.failed(`gave no ${what} within ${patienceMs / 1000} s`);
      await this.nextLine(deadlineMs);
    }
  }

  private failed(how: string): ProgramFailedError {
    return new ProgramFailedError(this.name, how, this.lastLines);
  }

  private async nextLine(deadlineMs: number): Promise<void> {
    const patience = new AbortController();
    const line = new Promise<void>((resolve) => {
      const onLine = () => resolve();
      this.listeners.add(onLine);
      patience.signal.addEventListener('abort', () => this.listeners.delete(onLine));
    });
    const timeout = setTimeout(Math.max(0, deadlineMs - performance.now()), undefined, { signal: patience.signal });
    await Promise.race([line, this.ended, timeout]);
    patience.abort();
    await timeout.catch(() => undefined);
  }

  private note(line: string): void {
    const atMs = performance.now();
    this.lastLines.push(line);
    if (this.lastLines.length > KEPT_LINES) this.lastLines.shift();
    for (const listener of [...this.listeners]) listener(line, atMs);
  }
}
