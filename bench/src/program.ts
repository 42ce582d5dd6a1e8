/** A program under measurement, with its output. */
import { spawn, type ChildProcess, type Serializable } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { NODE_FLAGS, PARENT_PIPE } from '@lockstep/cli';
import { measuredEnvironment } from './environment.js';
import { ProgramFailedError } from './errors.js';

const KEPT_LINES = 20;

export interface ProgramOptions {
  cwd?: string;
  env?: Readonly<Record<string, string>>;
  /** Aborting kills the program. */
  signal?: AbortSignal;
  /** Opens a channel for messages. */
  ipc?: boolean;
}

export class Program {
  /** Resolves to how the program ended, such as `ended with exit code 0`. */
  readonly ended: Promise<string>;
  /** The last lines of its output. */
  readonly lastLines: string[] = [];
  protected readonly child: ChildProcess;
  private readonly listeners = new Set<(line: string, atMs: number) => void>();
  private how: string | undefined;

  constructor(
    private readonly name: string,
    command: string,
    args: readonly string[],
    { cwd, env, signal, ipc = false }: ProgramOptions,
  ) {
    this.child = spawn(command, args, {
      cwd,
      env: { ...measuredEnvironment(), ...env, [PARENT_PIPE]: '1' },
      stdio: ['pipe', 'pipe', 'pipe', ...(ipc ? (['ipc'] as const) : [])],
      serialization: 'advanced',
      // Ctrl-C on a terminal reaches the benchmark only, which then ends the program.
      detached: true,
      signal,
      killSignal: 'SIGKILL',
    });
    // Aborting emits an error; the program ends as well, and `ended` reports that.
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

  /** Calls back with each line and its time of arrival on the clock of `performance.now()`. */
  onLine(listener: (line: string, atMs: number) => void): void {
    this.listeners.add(listener);
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Sends SIGTERM, and SIGKILL after `graceMs`. */
  async stop(graceMs = 15_000): Promise<void> {
    if (this.how !== undefined) return;
    // A stopped process cannot handle SIGTERM.
    this.signal('SIGCONT');
    this.signal('SIGTERM');
    await Promise.race([this.ended, setTimeout(graceMs, undefined, { ref: false })]);
    this.signal('SIGKILL');
    await this.ended;
  }

  /**
   * Calls `find` after every line until it returns a value.
   * @throws ProgramFailedError when the program ends before that, or after `patienceMs`
   */
  async until<T>(what: string, find: () => T | undefined, patienceMs = 120_000): Promise<T> {
    const deadlineMs = performance.now() + patienceMs;
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      if (this.how !== undefined) throw this.failure(`${this.how} while waiting for ${what}`);
      if (performance.now() > deadlineMs) throw this.failure(`gave no ${what} within ${patienceMs / 1000} s`);
      await this.nextLine(deadlineMs);
    }
  }

  failure(how: string): ProgramFailedError {
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

/** A script of this benchmark in a process of its own, which exchanges messages with it. */
export class ScriptProcess<Reply extends { kind: string }> extends Program {
  /** Rejects when the process ends before it is killed. */
  readonly failed: Promise<never>;
  private killed = false;

  /** @param setup the script's argument, as JSON */
  constructor(name: string, script: URL, setup: unknown, flags: readonly string[] = [], signal?: AbortSignal) {
    const args = [...NODE_FLAGS, ...flags, script.pathname, JSON.stringify(setup)];
    super(name, process.execPath, args, { ipc: true, ...(signal && { signal }) });
    this.failed = new Promise((_, reject) => {
      void this.ended.then((how) => {
        if (!this.killed) reject(this.failure(how));
      });
    });
    // A failure that nobody waits for is not an unhandled rejection.
    this.failed.catch(() => undefined);
  }

  send(message: Serializable): void {
    this.child.send(message);
  }

  onReply(listener: (reply: Reply) => void): void {
    this.child.on('message', listener);
  }

  /**
   * The next reply of a kind.
   * @throws ProgramFailedError when the process ends before
   */
  async reply<K extends Reply['kind']>(kind: K): Promise<Extract<Reply, { kind: K }>> {
    const reply = new Promise<Extract<Reply, { kind: K }>>((resolve) => {
      const onMessage = (message: Reply) => {
        if (message.kind !== kind) return;
        this.child.off('message', onMessage);
        resolve(message as Extract<Reply, { kind: K }>);
      };
      this.child.on('message', onMessage);
    });
    return Promise.race([reply, this.failed]);
  }

  async kill(): Promise<void> {
    this.killed = true;
    this.signal('SIGKILL');
    await this.ended;
  }
}
