/** What the benchmark, the processes that compute without a network, and their computing threads say to each other. */
import type { ShardResult, WorkerEffect } from '@lockstep/cluster';
import type { ComputeSetup } from '@lockstep/worker';

/** What a process is started with. */
export interface ProcessSetup extends ComputeSetup {
  workers: number;
  /** Which of the workers it stands for, from 0 on. */
  index: number;
}

/** To the computing thread: what a worker asks of it, and the number of its tensors. */
export type ThreadRequest = Extract<WorkerEffect, { kind: 'prepare' | 'load' | 'compute' }> | { kind: 'countTensors' };
export type ThreadReply =
  { kind: 'ready' } | ({ kind: 'computed' } & ShardResult) | { kind: 'tensors'; numTensors: number };

/** To a process: compute your shards of a step. With `countTensors` it tells afterwards how many tensors it holds. */
export interface StepRequest {
  version: number;
  countTensors: boolean;
}

export type ProcessReply =
  /** The first word of a process. */
  | { kind: 'ready' }
  /** The step's shards are computed and added up. */
  | { kind: 'done'; computeMs: number; numTensors: number | undefined };
