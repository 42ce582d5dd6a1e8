/** Messages between a worker's main thread and its compute thread. */
import type { DataConfig, ShardResult, Work } from '@lockstep/cluster';
import type { DeviceDescription } from '@lockstep/task';

/** Arguments of the compute thread. */
export interface ComputeSetup {
  plan: DataConfig;
  threads: number;
  /** The value of `--task`. */
  task: string;
  /** Base of a relative path in `task`. */
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
