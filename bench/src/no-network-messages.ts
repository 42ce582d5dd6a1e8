/** The messages between the benchmark, the processes without a network, and their compute threads. */
import type { ShardResult, WorkerEffect } from '@lockstep/cluster';
import type { ComputeSetup } from '@lockstep/worker';

/** The argument of a process. */
export interface ProcessSetup extends ComputeSetup {
  workers: number;
  /** Index of the worker, from 0 on. */
  index: number;
}

/** A request to the compute thread: those of a worker, and one for the number of its tensors. */
export type ThreadRequest = Extract<WorkerEffect, { kind: 'prepare' | 'load' | 'compute' }> | { kind: 'countTensors' };
export type ThreadReply =
  { kind: 'ready' } | ({ kind: 'computed' } & ShardResult) | { kind: 'tensors'; numTensors: number };

/** Asks a process to compute its shards of a step, and with `countTensors` to count its tensors afterwards. */
export interface StepRequest {
  version: number;
  countTensors: boolean;
}

export type ProcessReply =
  /** The first reply of a process. */
  | { kind: 'ready' }
  /** The shards of the step are computed and added. */
  | { kind: 'done'; computeMs: number; numTensors: number | undefined };
