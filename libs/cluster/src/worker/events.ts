/** The events and effects of a worker's machine. */
import type { CoordinatorMessage, WireDtype, WorkerMessage } from '@lockstep/protocol';
import type { DataConfig, Work } from '../training/step-work.js';

export interface WorkerConfig extends DataConfig {
  /** Distinguishes this process from others with its id; never 0. */
  incarnation: number;
  parameterCount: number;
  partSizeBytes: number;
  wireDtype: WireDtype;
  schemaHash: string;
  fingerprint: string;
  device: string;
  host: string;
  threads: number;
  heartbeatIntervalMs: number;
  heartbeatTimeoutMs: number;
}

/** The gradient sum of one shard. */
export interface ShardResult {
  /** The step whose weights it was computed with. A lease of another leader may have the same id. */
  version: number;
  leaseId: number;
  shard: number;
  /** Flat gradient sum; empty in the evaluation. Ownership passes to the machine. */
  vector: Float32Array;
  samples: number;
  lossSum: number;
  computeMs: number;
}

export type WorkerEvent =
  | { kind: 'message'; message: CoordinatorMessage }
  | ({ kind: 'computed' } & ShardResult)
  /** A shard whose computation was requested is not computed, because it was cancelled. */
  | { kind: 'dropped' }
  | { kind: 'tick' }
  /** A person or the parent process stops this worker. */
  | { kind: 'stop'; reason: string };

export type WorkerEffect =
  | { kind: 'send'; message: WorkerMessage }
  /** These shards will probably be computed once the weights arrive. Their batches can be prepared now. */
  | { kind: 'prepare'; work: Work; shards: number[] }
  /** Compute with these weights from now on. Takes ownership. */
  | { kind: 'load'; weights: Float32Array }
  | { kind: 'compute'; work: Work; leaseId: number; shard: number }
  /** Shards of leases with a lower id are no longer needed. Those not started are reported as `dropped`. */
  | { kind: 'cancel'; beforeLeaseId: number }
  | { kind: 'notice'; level: 'info' | 'warn'; message: string }
  /** The machine accepts no more events. */
  | { kind: 'exit'; ok: boolean; reason: string };
