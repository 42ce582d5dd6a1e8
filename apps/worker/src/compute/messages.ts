/** Messages between a worker's main thread and its compute thread. */
import type { DataConfig, ShardResult, Work } from '@lockstep/cluster';
import type { DeviceDescription } from '@lockstep/task';

/** What the compute thread is started with. */
export interface ComputeSetup {
  plan: DataConfig;
  threads: number;
  /** As `--task` says, and where its relative paths start. */
  task: string;
  directory: string;
  /** Paths of the run's data files, by name. */
  files: Record<string, string>;
}

export type ComputeRequest =
  | { kind: 'prepare'; work: Work; shards: number[] }
  | { kind: 'load'; weights: Float32Array }
  | { kind: 'compute'; work: Work; leaseId: number; shard: number }
  | { kind: 'cancel'; beforeLeaseId: number };

export type ComputeReply =
  | { kind: 'ready'; fingerprint: string; device: DeviceDescription }
  | ({ kind: 'computed' } & ShardResult)
  | { kind: 'dropped' };
