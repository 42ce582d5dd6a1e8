/** The cases that fit this machine, and the number of steps of each. */
import { freemem } from 'node:os';
import { MAX_WORKER_PROCESSES } from '../emulated/plan.js';
import type { ExchangeBenchConfig } from '../exchange.config.js';

export interface ExchangeCase {
  workers: number;
  parameters: number;
  steps: number;
  warmUp: number;
}

export interface Cases {
  cases: ExchangeCase[];
  /** A message for each omitted case. */
  leftOut: string[];
}

/** Approximate time of an exchange on 2 cores: for each byte and worker, and a constant. */
const NS_PER_BYTE_AND_WORKER = 4.5;
const FIXED_MS = 5;
const LEAST_STEPS = 3;
const MOST_WARM_UP = 10;
/** Resident memory of a Node process, and of one with PyTorch. */
const NODE_MIB = 80;
const TORCH_MIB = 300;
const MIB = 2 ** 20;

export function casesOf(config: ExchangeBenchConfig, freeBytes = freemem()): Cases {
  const found: Cases = { cases: [], leftOut: [] };
  const { longest, computeMs, alone } = config;
  for (const workers of config.workers) {
    for (const parameters of config.parameters) {
      const exchangeMs = expectedMs(workers, parameters);
      const size = { workers, parameters, withPeer: !alone };
      const problem = unfit(size, { what: 'an exchange', ms: exchangeMs, longest }, freeBytes);
      const steps = stepsInTime(config, exchangeMs + computeMs);
      if (problem !== undefined) found.leftOut.push(problem);
      else found.cases.push({ workers, parameters, steps, warmUp: Math.min(MOST_WARM_UP, steps) });
    }
  }
  return found;
}

/** Why a case is omitted, or undefined when it fits this machine and the time. */
export function unfit(
  { workers, parameters, withPeer }: { workers: number; parameters: number; withPeer: boolean },
  duration: { what: string; ms: number; longest: number },
  freeBytes = freemem(),
): string | undefined {
  const omitted = `${megabytes(parameters)} MB with ${workers} workers are omitted:`;
  const needed = memoryBytes(workers, parameters, withPeer);
  if (needed > freeBytes / 2) {
    const [gigabytes, free] = [needed, freeBytes].map((bytes) => (bytes / 1e9).toFixed(1));
    return `${omitted} they take about ${gigabytes} GB and ${free} GB are free; use a machine with more memory`;
  }
  const seconds = duration.ms / 1000;
  if (seconds <= duration.longest) return undefined;
  return `${omitted} ${duration.what} takes about ${seconds.toFixed(1)} s; give --longest=${Math.ceil(seconds)} to measure it`;
}

/** The steps of one measurement. */
export function stepsInTime({ steps, seconds }: { steps: number; seconds: number }, stepMs: number): number {
  return Math.min(steps, Math.max(LEAST_STEPS, Math.floor((seconds * 1000) / stepMs)));
}

export function megabytes(parameters: number): number {
  return Math.round((parameters * Float32Array.BYTES_PER_ELEMENT) / 1e4) / 100;
}

/** The most bytes that the processes of a case hold at once. */
function memoryBytes(workers: number, parameters: number, withPeer: boolean): number {
  const bytes = parameters * Float32Array.BYTES_PER_ELEMENT;
  // Coordinator: weights, two moments, a vector of each worker, messages. Worker: a new and a kept gradient, current and arriving
  // weights. Server: pending messages of each worker.
  const ours =
    bytes * (5 + workers + 4 * workers + workers) + (Math.min(workers, MAX_WORKER_PROCESSES) + 2) * NODE_MIB * MIB;
  // Weights, gradient, two moments, buffers of gloo.
  const peer = workers * (6 * bytes + TORCH_MIB * MIB);
  return withPeer ? Math.max(ours, peer) : ours;
}

export function expectedMs(workers: number, parameters: number): number {
  const bytes = parameters * Float32Array.BYTES_PER_ELEMENT;
  return FIXED_MS + (bytes * workers * NS_PER_BYTE_AND_WORKER) / 1e6;
}
