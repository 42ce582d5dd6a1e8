/** What a worker's main thread and its computing thread say to each other. */
import type { DataConfig, ShardResult, Work } from '@lockstep/cluster';

/** What the computing thread is started with. */
export interface ComputeSetup {
  plan: DataConfig;
  threads: number;
  trainImagesPath: string;
  testImagesPath: string;
}

export type ComputeRequest =
  | { kind: 'prepare'; work: Work; shards: number[] }
  | { kind: 'load'; weights: Float32Array }
  | { kind: 'compute'; work: Work; leaseId: number; shard: number }
  | { kind: 'cancel'; beforeLeaseId: number };

export type ComputeReply =
  | { kind: 'ready'; fingerprint: string; device: string; onGpu: boolean }
  | ({ kind: 'computed' } & ShardResult)
  | { kind: 'dropped' };
