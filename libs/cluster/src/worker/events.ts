/** What happens to a worker's machine, and what it wants done. */
import type { CoordinatorMessage, WireDtype, WorkerMessage } from '@lockstep/protocol';
import type { DataConfig, Work } from '../common/step-work.js';

export interface WorkerConfig extends DataConfig {
  /** Tells this process from others with its id: never 0. */
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
  /** The step whose weights it was computed with: a lease of another leader may have the same attempt. */
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
  /** A shard that was handed out will not be computed, since it was cancelled. */
  | { kind: 'dropped' }
  | { kind: 'tick' }
  /** A person or the parent process wants this worker to go. */
  | { kind: 'stop'; reason: string };

export type WorkerEffect =
  | { kind: 'send'; message: WorkerMessage }
  /** These shards will probably have to be computed once the weights are here: their batches can be made now. */
  | { kind: 'prepare'; work: Work; shards: number[] }
  /** From now on compute with these weights. Ownership passes on. */
  | { kind: 'load'; weights: Float32Array }
  | { kind: 'compute'; work: Work; leaseId: number; shard: number }
  /** Shards of leases before this attempt need not be computed any more: those not begun come back as dropped. */
  | { kind: 'cancel'; beforeLeaseId: number }
  | { kind: 'notice'; level: 'info' | 'warn'; message: string }
  /** The machine takes no more events. */
  | { kind: 'exit'; ok: boolean; reason: string };
