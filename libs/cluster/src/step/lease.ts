/** A lease of the open step: what was granted to a worker, and how much of its result has arrived. */
import type { TreeNode } from '@lockstep/optim';
import type { Lease } from '@lockstep/protocol';
import type { Transfer } from './transfer.js';

/**
 * Why a lease was granted: `compute` for the sum; `audit` to compare the result with another worker's; `probe` to measure an
 * idle worker with a copy of a lease that another worker holds.
 */
export type LeaseKind = 'compute' | 'audit' | 'probe';

export interface WorkerTimes {
  /** Computing the shards of the step. */
  computeMs: number;
  /** From the lease to the last byte of the gradient sum, less computing and waiting. */
  wireMs: number;
  /** Waiting for the step's weights. */
  waitMs: number;
}

export class OpenLease {
  /** Time spent on the gradient sums that have arrived. */
  times: WorkerTimes = { computeMs: 0, wireMs: 0, waitMs: 0 };
  /** When the lease was last sent. */
  sentAtMs: number;
  /** Its shards may be leased to other workers, but its result is still accepted. */
  late = false;

  constructor(
    readonly lease: Lease,
    readonly kind: LeaseKind,
    /** Key of the worker that holds it. */
    readonly worker: string,
    /** One for each node of the reduction tree that the shards of the lease make up. */
    readonly transfers: readonly Transfer[],
    readonly leasedAtMs: number,
    readonly deadlineMs: number,
  ) {
    this.sentAtMs = leasedAtMs;
  }

  get done(): boolean {
    return this.transfers.every(({ done }) => done);
  }

  transferOf({ level, index }: TreeNode): Transfer | undefined {
    return this.transfers.find(({ node }) => node.level === level && node.index === index);
  }
}
