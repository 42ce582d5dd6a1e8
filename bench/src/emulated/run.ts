/** Runs one emulated training on this machine with its own NATS server, and returns the records of all processes. */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '@lockstep/cli';
import { startNatsServer } from '@lockstep/coordinator';
import { processTree, useOf } from '../process-tree.js';
import { ScriptProcess } from '../program.js';
import { EmulatedRunError } from './errors.js';
import type { ProcessReply, WorkerReport } from './messages.js';
import { MAX_WORKER_PROCESSES, type EmulatedConfig } from './plan.js';
import { referenceHash } from './reference.js';
import type { Intervals } from './stages.js';

type Child = ScriptProcess<ProcessReply>;

const REGISTER = new URL('./hooks/register.js', import.meta.url).href;

/** Processor time per counted step. */
export interface CpuPerStep {
  coordinator: number;
  nats: number;
  /** Sum over all workers. */
  workers: number;
}

export interface EmulatedRun {
  /** Wall time of the counted steps. */
  spanMs: number;
  cpuMsPerStep: CpuPerStep;
  /** Share of all cores that other programs used. Numbers from a busy machine are unreliable. */
  othersShare: number;
  /** Number of workers of each step. */
  workersOf: number[];
  coordinator: Intervals;
  /** One for each process of workers. */
  workers: Intervals[];
  reports: WorkerReport[];
}

/** @throws EmulatedRunError when the weights are wrong, ProgramFailedError, or the signal's reason */
export async function runEmulated(config: EmulatedConfig, signal: AbortSignal): Promise<EmulatedRun> {
  signal.throwIfAborted();
  const dir = await mkdtemp(join(tmpdir(), 'lockstep-emulated-'));
  const children: Child[] = [];
  const log = createLog({ name: 'bench', level: 'warn', json: false });
  const lost = (reason: string) => log.error(reason);
  const folder = { run: config.run, natsDir: dir };
  const nats = await startNatsServer(folder, undefined, log, { onLost: lost, onStopped: () => undefined });
  let onAbort: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort);
  });
  aborted.catch(() => undefined);
  try {
    const run = await Promise.race([measure(config, (role) => nats.urlFor(role), children), aborted]);
    checkWeights(config, run.reports);
    return run;
  } finally {
    signal.removeEventListener('abort', onAbort);
    await Promise.all(children.map((child) => child.kill()));
    await nats.stop();
    await rm(dir, { recursive: true, force: true });
  }
}

async function measure(
  config: EmulatedConfig,
  urlFor: (role: 'coordinator' | 'worker') => string,
  children: Child[],
): Promise<EmulatedRun> {
  const coordinator = start('the coordinator', 'coordinator-process.js', { config, natsUrl: urlFor('coordinator') });
  children.push(coordinator);
  const { partSizeBytes } = await coordinator.reply('ready');
  const coordinated = coordinator.reply('coordinated');
  const workers = memberGroups(config.workers).map((members) => {
    const setup = { config, natsUrl: urlFor('worker'), partSizeBytes, members };
    return start('a process of workers', 'worker-process.js', setup);
  });
  children.push(...workers);
  const span = cpuSpan(config, coordinator, workers);
  // It fails together with the replies below.
  span.catch(() => undefined);
  const worked = await Promise.race([
    Promise.all(workers.map((worker) => worker.reply('worked'))),
    // The workers of a failed run keep waiting.
    coordinated.then((reply) => checkOutcome(reply, coordinator)),
  ]);
  const { workersOf, intervals } = await coordinated;
  return {
    ...(await span),
    workersOf,
    coordinator: intervals,
    workers: worked.map((reply) => reply.intervals),
    reports: worked.flatMap((reply) => reply.reports),
  };
}

function start(name: string, script: string, setup: unknown): Child {
  return new ScriptProcess(name, new URL(script, import.meta.url), setup, ['--import', REGISTER]);
}

/** Rejects for a run that did not finish, and stays pending for one that did. */
async function checkOutcome(
  { outcome, reason }: Extract<ProcessReply, { kind: 'coordinated' }>,
  { lastLines }: Child,
): Promise<never> {
  if (outcome === 'finished') return new Promise(() => undefined);
  throw new EmulatedRunError(`it ${outcome}: ${reason}\n${lastLines.join('\n')}`);
}

/** Names of the workers of each process. */
function memberGroups(workers: number): string[][] {
  const processes = Math.min(workers, MAX_WORKER_PROCESSES);
  const groups = Array.from({ length: processes }, (): string[] => []);
  for (let i = 0; i < workers; i++) groups[i % processes]!.push(`w${i + 1}`);
  return groups;
}

async function cpuSpan(
  { warmUp, steps }: EmulatedConfig,
  coordinator: Child,
  workers: readonly Child[],
): Promise<Pick<EmulatedRun, 'spanMs' | 'cpuMsPerStep' | 'othersShare'>> {
  const at = async (version: number) => {
    await new Promise<void>((resolve, reject) => {
      coordinator.onReply((reply) => {
        if (reply.kind === 'stepped' && reply.version === version) resolve();
      });
      coordinator.failed.catch(reject);
    });
    return { atMs: performance.now(), busyMs: machineBusyMs(), cpu: cpuNow(coordinator, workers) };
  };
  const [first, last] = await Promise.all([at(warmUp), at(warmUp + steps)]);
  const perStep = (role: keyof CpuPerStep) => (last.cpu[role] - first.cpu[role]) / steps;
  const cpuMsPerStep = { coordinator: perStep('coordinator'), nats: perStep('nats'), workers: perStep('workers') };
  const spanMs = last.atMs - first.atMs;
  const oursMs = (cpuMsPerStep.coordinator + cpuMsPerStep.nats + cpuMsPerStep.workers) * steps;
  const othersMs = last.busyMs - first.busyMs - oursMs;
  return { spanMs, cpuMsPerStep, othersShare: Math.max(0, othersMs / (spanMs * cpus().length)) };
}

/** Busy time of all cores since the machine started. */
function machineBusyMs(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
}

function cpuNow(coordinator: Child, workers: readonly Child[]): CpuPerStep {
  const server = processTree(process.pid).filter(({ command }) => /^\S*nats-server /.test(command));
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  return {
    coordinator: useOf(coordinator.pid)?.cpuMs ?? NaN,
    nats: sum(server.map(({ cpuMs }) => cpuMs)),
    workers: sum(workers.map(({ pid }) => useOf(pid)?.cpuMs ?? NaN)),
  };
}

/** A run with wrong weights is an error and not a measurement. */
function checkWeights(config: EmulatedConfig, reports: readonly WorkerReport[]): void {
  const expected = referenceHash(config);
  const wrong = reports.filter(({ weightsSha256 }) => weightsSha256 !== expected).map(({ member }) => member);
  if (reports.length === config.workers && wrong.length === 0) return;
  const different = new Set(reports.map(({ weightsSha256 }) => weightsSha256)).size;
  if (wrong.length === 0) throw new EmulatedRunError(`${reports.length} of ${config.workers} workers reported weights`);
  throw new EmulatedRunError(
    `the weights of ${wrong.join(', ')} differ from those of a plain loop (${different} different vectors in all)`,
  );
}
