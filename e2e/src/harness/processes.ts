/**
 * Processes that tests start. Each process and its descendants inherit a mark in their environment, so that /proc/<pid>/environ
 * identifies them even when their parent has ended.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { PATIENCE_MS, Transcript } from './transcript.js';

const MARK = 'E2E_MARK';

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export class Program extends Transcript {
  readonly exited: Promise<Exit>;
  private readonly child: ChildProcess;
  private readonly mark = `${suiteMark()}/${randomUUID()}`;
  private exit: Exit | undefined;

  constructor(
    name: string,
    command: string,
    args: readonly string[],
    options: { env?: Readonly<Record<string, string>>; cwd?: string } = {},
  ) {
    super(name);
    const env = { ...cleanEnvironment(), ...options.env, [MARK]: this.mark };
    // In a process group of its own, so that a signal to the test runner's group does not reach the program, and vice versa.
    this.child = spawn(command, args, { cwd: options.cwd, env, stdio: ['pipe', 'pipe', 'pipe'], detached: true });
    this.child.stdin?.on('error', () => undefined);
    for (const stream of [this.child.stdout, this.child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (text) => this.note(text));
    }
    this.exited = new Promise((resolve) => {
      this.child.once('close', (code, signal) => {
        this.exit = { code, signal };
        this.wake();
        resolve(this.exit);
      });
    });
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error(`${this.name} could not be started`);
    return this.child.pid;
  }

  /** Writes to its standard input, as a person types. */
  type(text: string): void {
    this.child.stdin?.write(text);
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Waits for its end. @throws Error after `withinMs` */
  async ended(withinMs = PATIENCE_MS): Promise<Exit> {
    const exit = await Promise.race([this.exited, sleep(withinMs, undefined, { ref: false })]);
    if (exit) return exit;
    throw new Error(`${this.name} has not ended within ${withinMs / 1000} s. It said:\n${this.output}`);
  }

  /** Process ids of the program and its descendants that run. */
  livingPids(): number[] {
    return markedPids(this.mark);
  }

  /** Process id of the program or a descendant whose command line matches. @throws Error when there is none */
  pidOf(command: RegExp): number {
    const pid = this.livingPids().find((each) => command.test(commandOf(each)));
    if (pid === undefined) throw new Error(`${this.name} has no process ${command}`);
    return pid;
  }

  /** Process ids of the program and its descendants with this variable, such as NAME=value, in their environment. */
  pidsWith(setting: string): number[] {
    return this.livingPids().filter((pid) => read(`/proc/${pid}/environ`).split('\0').includes(setting));
  }

  /** Waits until the program and its descendants have ended. Returns the commands of those that run after `withinMs`. */
  async orphans(withinMs: number): Promise<string[]> {
    const deadlineMs = performance.now() + withinMs;
    while (this.livingPids().length > 0 && performance.now() < deadlineMs) await sleep(50);
    return this.livingPids().map(commandOf);
  }

  protected override endedAs(): string | undefined {
    return this.exit && JSON.stringify(this.exit);
  }
}

/** Kills every process of this suite. Returns their commands. */
export function endAll(): string[] {
  const pids = markedPids(suiteMark());
  const commands = pids.map(commandOf);
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended in between.
    }
  }
  return commands;
}

/** This suite's mark. The global setup makes it, and the processes that run the test files inherit it. */
export function suiteMark(): string {
  return (process.env['E2E_SUITE'] ??= randomUUID());
}

function markedPids(mark: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isLiving(pid) && read(`/proc/${pid}/environ`).includes(`${MARK}=${mark}`));
}

/** False for a zombie, which has ended and only waits for its parent to read its exit code. */
function isLiving(pid: number): boolean {
  return /^State:\s+[^ZX]/m.test(read(`/proc/${pid}/status`));
}

function commandOf(pid: number): string {
  return `${pid}: ${read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')}`;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** The environment without the settings of the user, of Nx and of Vitest. */
function cleanEnvironment(): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => {
    return name === 'LOCKSTEP_CACHE_DIR' || !/^(LOCKSTEP_|NX_|VITEST|E2E_)/.test(name);
  });
  return Object.fromEntries(kept.map(([name, value]) => [name, value ?? '']));
}
