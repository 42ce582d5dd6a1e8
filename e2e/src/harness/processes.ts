/**
 * Real processes, and none left behind. Every process that a test starts, and every child of it, carries a mark in its
 * environment: /proc/<pid>/environ then tells which processes are ours, whoever their parent is by now.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const MARK = 'E2E_MARK';
/** On a loaded machine TensorFlow alone takes many seconds to start. */
const PATIENCE_MS = 90_000;

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** One line that a process wrote; `fields` of a line of JSON, and what it says in words. */
export interface Line {
  text: string;
  sentence: string;
  fields: Readonly<Record<string, unknown>>;
}

export class Program {
  readonly lines: Line[] = [];
  readonly exited: Promise<Exit>;
  private readonly child: ChildProcess;
  private readonly mark = `${suiteMark()}/${randomUUID()}`;
  private exit: Exit | undefined;
  private watchers: (() => void)[] = [];

  constructor(
    readonly name: string,
    command: string,
    args: readonly string[],
    options: { env?: Readonly<Record<string, string>>; cwd?: string } = {},
  ) {
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

  /** Everything that it wrote, for messages of failed tests. */
  get output(): string {
    return this.lines.map(({ text }) => text).join('\n');
  }

  /** What a person would type. */
  type(text: string): void {
    this.child.stdin?.write(text);
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** The first line, from number `from` on, for which `accepts` holds. @throws Error when the process ends or is silent for too long */
  async line(what: string, accepts: (line: Line) => boolean, from = 0): Promise<Line> {
    let next = from;
    return this.until(`a line with ${what}`, () => {
      while (next < this.lines.length) {
        const line = this.lines[next++]!;
        if (accepts(line)) return line;
      }
      return undefined;
    });
  }

  /** A log line whose sentence matches. */
  async said(pattern: RegExp, from = 0): Promise<RegExpExecArray> {
    const line = await this.line(String(pattern), ({ sentence }) => pattern.test(sentence), from);
    return pattern.exec(line.sentence)!;
  }

  has(pattern: RegExp): boolean {
    return this.lines.some(({ sentence }) => pattern.test(sentence));
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

  private async until<T>(what: string, find: () => T | undefined): Promise<T> {
    const deadlineMs = performance.now() + PATIENCE_MS;
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      if (this.exit)
        throw new Error(`${this.name} ended (${JSON.stringify(this.exit)}) before ${what}. It said:\n${this.output}`);
      if (performance.now() > deadlineMs)
        throw new Error(`${this.name}: ${what} did not come. It said:\n${this.output}`);
      await Promise.race([
        new Promise<void>((resolve) => this.watchers.push(resolve)),
        sleep(1000, undefined, { ref: false }),
      ]);
    }
  }

  private note(text: string): void {
    const fields = parsed(text);
    this.lines.push({ text, fields, sentence: typeof fields['msg'] === 'string' ? fields['msg'] : text });
    this.wake();
  }

  private wake(): void {
    const watchers = this.watchers;
    this.watchers = [];
    for (const wake of watchers) wake();
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

function parsed(text: string): Record<string, unknown> {
  if (!text.startsWith('{')) return {};
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
