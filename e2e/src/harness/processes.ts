/**
 * Real processes, and none left behind. Every process that a test starts, and every child of it, carries a mark in its
 * environment: /proc/<pid>/environ then tells which processes are ours, whoever their parent is by now.
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
    // A group of its own: a signal for the test runner is not one for the programs, and the other way round.
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

  /** What a person would type. */
  type(text: string): void {
    this.child.stdin?.write(text);
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Waits for its end. @throws Error when that takes too long */
  async ended(withinMs = PATIENCE_MS): Promise<Exit> {
    const exit = await Promise.race([this.exited, sleep(withinMs, undefined, { ref: false })]);
    if (exit) return exit;
    throw new Error(`${this.name} has not ended within ${withinMs / 1000} s. It said:\n${this.output}`);
  }

  /** It and all its descendants that still live. */
  livingPids(): number[] {
    return markedPids(this.mark);
  }

  /** The process among it and its descendants whose command matches. @throws Error when there is none */
  pidOf(command: RegExp): number {
    const pid = this.livingPids().find((each) => command.test(commandOf(each)));
    if (pid === undefined) throw new Error(`${this.name} has no process ${command}`);
    return pid;
  }

  /** Those among it and its descendants that have this setting in their environment. */
  pidsWith(setting: string): number[] {
    return this.livingPids().filter((pid) => read(`/proc/${pid}/environ`).split('\0').includes(setting));
  }

  /** Waits until nothing is left of it. @returns what is left after `withinMs` */
  async orphans(withinMs: number): Promise<string[]> {
    const deadlineMs = performance.now() + withinMs;
    while (this.livingPids().length > 0 && performance.now() < deadlineMs) await sleep(50);
    return this.livingPids().map(commandOf);
  }

  protected override endedAs(): string | undefined {
    return this.exit && JSON.stringify(this.exit);
  }
}

/** Ends every process of this suite, by its id. @returns the commands of those that lived */
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

/** Name of this suite's mark; made once, and inherited by the process that runs the tests. */
function suiteMark(): string {
  return (process.env['E2E_SUITE'] ??= randomUUID());
}

function markedPids(mark: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isLiving(pid) && read(`/proc/${pid}/environ`).includes(`${MARK}=${mark}`));
}

/** A zombie has ended: it only waits for its parent to ask how. */
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

/** Settings of the person who runs the tests, and of the Nx that runs them, are not meant for the programs. */
function cleanEnvironment(): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => {
    return name === 'LOCKSTEP_CACHE_DIR' || !/^(LOCKSTEP_|NX_|VITEST|E2E_)/.test(name);
  });
  return Object.fromEntries(kept.map(([name, value]) => [name, value ?? '']));
}
