/** Runs one emulated training on this machine, with a NATS server of its own, and brings back what all processes saw. */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '@lockstep/cli';
import { startNatsServer } from '@lockstep/coordinator';
import { processTree, useOf } from '../process-tree.js';
import { EmulatedChild, type Reply } from './child.js';
import { EmulatedRunError } from './errors.js';
import type { WorkerReport } from './messages.js';
import { MAX_WORKER_PROCESSES, type EmulatedConfig } from './plan.js';
import { referenceHash } from './reference.js';
import type { Intervals } from './stages.js';

/** Processor time per counted step. */
export interface CpuPerStep {
  coordinator: number;
  nats: number;
  /** All of them together. */
  workers: number;
}

export interface EmulatedRun {
  /** Wall time of the counted steps. */
  spanMs: number;
  cpuMsPerStep: CpuPerStep;
  /** What else the machine did meanwhile, as a share of all its cores: numbers from a busy machine are only hints. */
  othersShare: number;
  /** How many workers took part in each step, from the first on. */
  workersOf: number[];
  coordinator: Intervals;
  /** One for each process of workers. */
  workers: Intervals[];
  reports: WorkerReport[];
}

/** @throws EmulatedRunError when the weights are not what they must be, ProgramFailedError, or the signal's reason */
export async function runEmulated(config: EmulatedConfig, signal: AbortSignal): Promise<EmulatedRun> {
  signal.throwIfAborted();
  const dir = await mkdtemp(join(tmpdir(), 'lockstep-emulated-'));
  const children: EmulatedChild[] = [];
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
    await Promise.all(children.map((child) => child.stop()));
    await nats.stop();
    await rm(dir, { recursive: true, force: true });
  }
}

async function measure(
  config: EmulatedConfig,
  urlFor: (role: 'coordinator' | 'worker') => string,
  children: EmulatedChild[],
): Promise<EmulatedRun> {
  const coordinator = new EmulatedChild('the coordinator', 'coordinator-process.js', {
    config,
    natsUrl: urlFor('coordinator'),
  });
  children.push(coordinator);
  const { partSizeBytes } = await coordinator.answer('ready');
  const coordinated = coordinator.answer('coordinated');
  const workers = memberGroups(config.workers).map((members) => {
    return new EmulatedChild('a process of workers', 'worker-process.js', {
      config,
      natsUrl: urlFor('worker'),
      partSizeBytes,
      members,
    });
  });
  children.push(...workers);
  const span = cpuSpan(config, coordinator, workers);
  const worked = await Promise.race([
    Promise.all(workers.map((worker) => worker.answer('worked'))),
    // A run that ends badly leaves its workers waiting.
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

/** Settles only for a run that did not finish. */
async function checkOutcome({ outcome, reason }: Reply<'coordinated'>, { lines }: EmulatedChild): Promise<never> {
  if (outcome === 'finished') return new Promise(() => undefined);
  throw new EmulatedRunError(`it ${outcome}: ${reason}\n${lines.join('\n')}`);
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
  coordinator: EmulatedChild,
  workers: readonly EmulatedChild[],
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

/** Time that all cores of the machine have been at work since it started. */
function machineBusyMs(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
}

function cpuNow(coordinator: EmulatedChild, workers: readonly EmulatedChild[]): CpuPerStep {
  const server = processTree(process.pid).filter(({ command }) => /^\S*nats-server /.test(command));
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  return {
    coordinator: useOf(coordinator.pid)?.cpuMs ?? NaN,
    nats: sum(server.map(({ cpuMs }) => cpuMs)),
    workers: sum(workers.map(({ pid }) => useOf(pid)?.cpuMs ?? NaN)),
  };
}

/** A benchmark of something that computes nonsense is worthless. */
function checkWeights(config: EmulatedConfig, reports: readonly WorkerReport[]): void {
  const expected = referenceHash(config);
  const wrong = reports.filter(({ weightsSha256 }) => weightsSha256 !== expected).map(({ member }) => member);
  if (reports.length === config.workers && wrong.length === 0) return;
  const different = new Set(reports.map(({ weightsSha256 }) => weightsSha256)).size;
  const who = wrong.length > 0 ? `${wrong.join(', ')} ended with` : 'not all workers ended with';
  throw new EmulatedRunError(
    `${who} other weights than a plain loop computes, ${different} different ones in all: see what the processes said`,
  );
}
