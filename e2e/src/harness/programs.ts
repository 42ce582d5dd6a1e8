/** Starts the three programs as they are built, and a stock NATS server. */
import { join, resolve } from 'node:path';
import { locateNatsServer } from '@lockstep/native';
import { freePorts } from '@lockstep/native/testing';
import { Program } from './processes.js';

export const ROOT = resolve(import.meta.dirname, '../../..');

export type ProgramName = 'coordinator' | 'worker' | 'sampler';

export interface StartOptions {
  env?: Readonly<Record<string, string>>;
  cwd?: string;
}

/** The experiment of all tests: 16 steps an epoch, the last with 20 samples, so that shards have two sizes. */
export const EXPERIMENT = ['--epochs=2', '--batch-size=32', '--shards=4'] as const;
export const STEPS = 32;

export function start(
  program: ProgramName,
  args: readonly string[],
  { env = {}, cwd = ROOT }: StartOptions = {},
): Program {
  const script = join(ROOT, 'apps', program, 'dist', 'main.js');
  return new Program(program, process.execPath, [script, ...args], { cwd, env });
}

/** Coordinator of the common experiment, with progress and logs as JSON lines. */
export class Coordinator {
  readonly program: Program;

  constructor(args: readonly string[], options?: StartOptions) {
    this.program = start('coordinator', ['--json', ...args], options);
  }

  /** Waits until so many steps are done. @returns the number of the step that was seen */
  async step(atLeast: number): Promise<number> {
    const isThere = ({ fields }: { fields: Readonly<Record<string, unknown>> }) => {
      return fields['type'] === 'step' && Number(fields['step']) >= atLeast;
    };
    return Number((await this.program.line(`step ${atLeast}`, isThere)).fields['step']);
  }

  /** Process ids of its own workers, by name. */
  async workerPids(): Promise<Record<string, number>> {
    const [, json = ''] = await this.program.said(/pids (\{.*\})$/);
    return JSON.parse(json) as Record<string, number>;
  }
}

/** A NATS server as anybody would start it: JetStream, no credentials, messages of at most 1 MiB. */
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
