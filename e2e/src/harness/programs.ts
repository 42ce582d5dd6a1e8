/** Starts the three built programs, and a stock NATS server. */
import { join, resolve } from 'node:path';
import { locateNatsServer } from '@lockstep/native';
import { freePorts } from '@lockstep/native/testing';
import { expect } from 'vitest';
import { Program } from './processes.js';
import type { Line } from './transcript.js';

export const ROOT = resolve(import.meta.dirname, '../../..');

export type ProgramName = 'coordinator' | 'worker' | 'sampler';

export interface StartOptions {
  env?: Readonly<Record<string, string>>;
  cwd?: string;
}

export const LINEAR_TASK = join(import.meta.dirname, 'linear-task.mjs');

/** Starts a program, with the linear task unless its arguments name another. */
export function start(
  program: ProgramName,
  args: readonly string[],
  { env = {}, cwd = ROOT }: StartOptions = {},
): Program {
  const script = join(ROOT, 'apps', program, 'dist', 'main.js');
  return new Program(program, process.execPath, [script, ...args], {
    cwd,
    env: { LOCKSTEP_TASK: LINEAR_TASK, ...env },
  });
}

export function isStep({ fields }: Line): boolean {
  return fields['type'] === 'step';
}

/** A coordinator with progress and logs as JSON lines. */
export class Coordinator {
  readonly program: Program;

  constructor(args: readonly string[], options?: StartOptions) {
    this.program = start('coordinator', ['--json', ...args], options);
  }

  /** Waits for a step number of at least `atLeast`. Returns the step's number. */
  async step(atLeast: number): Promise<number> {
    const isThere = (line: Line) => isStep(line) && Number(line.fields['step']) >= atLeast;
    return Number((await this.program.line(`step ${atLeast}`, isThere)).fields['step']);
  }

  /** Waits for `count` steps that are reported from now on, or after line `from` of the output. */
  async steps(count: number, from = this.program.lines.length): Promise<void> {
    for (let next = from, left = count; left > 0; left--) {
      const line = await this.program.line('a step', isStep, next);
      next = this.program.lines.indexOf(line) + 1;
    }
  }

  /** Waits for the end of the run, which has to succeed. */
  async succeeds(): Promise<void> {
    await succeeds(this.program);
  }

  /** Process ids of the run's local workers, by name. */
  async workerPids(): Promise<Record<string, number>> {
    const [, json = ''] = await this.program.said(/pids (\{.*\})$/);
    return JSON.parse(json) as Record<string, number>;
  }
}

/** Waits until each program has exited with code 0. */
export async function succeeds(...programs: Program[]): Promise<void> {
  for (const program of programs) expect(await program.ended(), program.output).toEqual({ code: 0, signal: null });
}

/** A NATS server with JetStream and the default limits: no credentials, messages of at most 1 MiB. */
export async function startNats(storeDir: string, port: number, extra: readonly string[] = []): Promise<Program> {
  return startPlainNats(port, ['-js', '-sd', storeDir, ...extra]);
}

/** A NATS server without JetStream. */
export async function startPlainNats(port: number, extra: readonly string[] = []): Promise<Program> {
  const server = new Program('nats-server', locateNatsServer(), ['-a', '127.0.0.1', '-p', String(port), ...extra]);
  await server.said(/Server is ready/);
  return server;
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const [port = 0] = await freePorts(1);
  return port;
}
