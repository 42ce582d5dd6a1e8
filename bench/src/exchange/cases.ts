/** What is measured: which cases fit this machine, and how many steps of each. */
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
  /** Sentences about what was left out. */
  leftOut: string[];
}

/** About what an exchange takes for each byte and worker on 2 cores, and what it takes besides. */
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
  for (const workers of config.workers) {
    for (const parameters of config.parameters) {
      const why = tooMuch(workers, parameters, config, freeBytes);
      if (why === undefined) found.cases.push(caseOf(workers, parameters, config));
      else found.leftOut.push(`${megabytes(parameters)} MB with ${workers} workers are left out: ${why}`);
    }
  }
  return found;
}

export function megabytes(parameters: number): number {
  return Math.round((parameters * Float32Array.BYTES_PER_ELEMENT) / 1e4) / 100;
}

/** Bytes that the processes of a case hold at once, at most. */
export function memoryBytes(workers: number, parameters: number, withPeer: boolean): number {
  const bytes = parameters * Float32Array.BYTES_PER_ELEMENT;
  // The coordinator: weights, two moments, a vector of each worker, messages. A worker: a gradient being made, one kept, weights
  // held and weights that come. The server: what waits for a worker.
  const ours =
    bytes * (5 + workers + 4 * workers + workers) + (Math.min(workers, MAX_WORKER_PROCESSES) + 2) * NODE_MIB * MIB;
  // Weights, gradient, two moments, gloo's own.
  const peer = workers * (6 * bytes + TORCH_MIB * MIB);
  return withPeer ? Math.max(ours, peer) : ours;
}

function tooMuch(
  workers: number,
  parameters: number,
  { longest, alone }: ExchangeBenchConfig,
  freeBytes: number,
): string | undefined {
  const needed = memoryBytes(workers, parameters, !alone);
  if (needed > freeBytes / 2) {
    const [gigabytes, free] = [needed, freeBytes].map((bytes) => (bytes / 1e9).toFixed(1));
    return `they take about ${gigabytes} GB and ${free} GB are free; use a machine with more memory`;
  }
  const seconds = expectedMs(workers, parameters) / 1000;
  if (seconds <= longest) return undefined;
  return `an exchange takes about ${seconds.toFixed(1)} s; give --longest=${Math.ceil(seconds)} to measure it`;
}

function caseOf(workers: number, parameters: number, { steps, seconds, computeMs }: ExchangeBenchConfig): ExchangeCase {
  const inTime = Math.floor((seconds * 1000) / (expectedMs(workers, parameters) + computeMs));
  const counted = Math.min(steps, Math.max(LEAST_STEPS, inTime));
  return { workers, parameters, steps: counted, warmUp: Math.min(MOST_WARM_UP, counted) };
}

export function expectedMs(workers: number, parameters: number): number {
  const bytes = parameters * Float32Array.BYTES_PER_ELEMENT;
  return FIXED_MS + (bytes * workers * NS_PER_BYTE_AND_WORKER) / 1e6;
}
