/**
 * The leases of one step: which shards nobody computes yet, who computes which, and what has been summed up.
 *
 * A shard may be leased more than once (its worker died, or is late): the first valid partial wins, and the reducer refuses
 * whatever overlaps with what it has, so that nothing is added twice.
 */
import type { Lease, GradientPart } from '@lockstep/protocol';
import { coveringNodes, Reducer, shardsOf, type GradientSum, type TreeNode } from '@lockstep/optim';
import { samplesOf, type Work } from '../common/step-work.js';
import { Audits, type AuditConfig } from './audits.js';
import type { WorkerTimes } from '../coordinator/events.js';
import { Transfer, type VectorShape } from './transfer.js';
import type { VectorPool } from '../common/vector-pool.js';

/**
 * Why a lease was given: `compute` for the sum; `audit` to compare with another worker's; `probe`, a copy of a lease that
 * another worker holds, to see how fast this one is.
 */
export type LeaseKind = 'compute' | 'audit' | 'probe';

export interface LeaseState {
  lease: Lease;
  kind: LeaseKind;
  /** Key of the worker that holds it. */
  worker: string;
  transfers: Transfer[];
  /** What went into those partials that are here. */
  times: WorkerTimes;
  leasedAtMs: number;
  /** When it was last sent, and when it is late. */
  sentAtMs: number;
  deadlineMs: number;
  /** Its shards may be leased to others, but what comes of it is still welcome. */
  late: boolean;
}

export class StepLeases {
  readonly reducer: Reducer;
  readonly audits: Audits;
  private readonly leases = new Map<number, LeaseState>();
  /** Keys of the workers of which something has been summed up. */
  private readonly contributors = new Set<string>();

  constructor(
    readonly work: Work,
    private readonly shape: VectorShape,
    private readonly vectors: VectorPool,
    audit: AuditConfig,
    readonly openedAtMs: number,
  ) {
    this.reducer = new Reducer(work.shards, shape.wireDtype, (vector) => vectors.give(vector));
    this.audits = new Audits(work, audit);
  }

  /** Leases whose partials are not all here, oldest first. */
  open(): LeaseState[] {
    return [...this.leases.values()];
  }

  get(leaseId: number): LeaseState | undefined {
    return this.leases.get(leaseId);
  }

  /** Shards that are neither summed up, nor being computed in time, nor waiting for a verdict; ascending. */
  unleased(): number[] {
    const held = new Set<number>();
    for (const { lease, kind, late } of this.leases.values()) {
      for (let i = 0; i < lease.shardCount && kind === 'compute' && !late; i++) held.add(lease.firstShard + i);
    }
    return this.reducer.missingShards().filter((shard) => !held.has(shard) && !this.audits.holds(shard));
  }

  /** Whether somebody is comparing this node and is not late. */
  isBeingAudited(node: TreeNode): boolean {
    const { start, end } = shardsOf(node, this.work.shards);
    return this.open().some(({ lease: { firstShard, shardCount }, kind, late }) => {
      return kind === 'audit' && !late && firstShard === start && shardCount === end - start;
    });
  }

  add(lease: Lease, kind: LeaseKind, worker: string, nowMs: number, deadlineMs: number): void {
    const nodes = coveringNodes(lease.firstShard, lease.shardCount, this.work.shards);
    const transfers = nodes.map((node) => new Transfer(lease, node, this.shape, this.vectors, nowMs));
    const times = { computeMs: 0, wireMs: 0, waitMs: 0 };
    const at = { leasedAtMs: nowMs, sentAtMs: nowMs, deadlineMs };
    this.leases.set(lease.leaseId, { lease, kind, worker, transfers, times, ...at, late: false });
  }

  remove(leaseId: number): void {
    this.leases.delete(leaseId);
  }

  transferOf(part: GradientPart): Transfer | undefined {
    const { level, index } = part;
    return this.leases.get(part.leaseId)?.transfers.find(({ node }) => node.level === level && node.index === index);
  }

  /** Number of samples below a node. */
  samplesBelow(node: TreeNode): number {
    const { start, end } = shardsOf(node, this.work.shards);
    let samples = 0;
    for (let shard = start; shard < end; shard++) samples += samplesOf(this.work, shard).size;
    return samples;
  }

  /**
   * Adds a whole partial to the sum. One that overlaps with what others have sent is left out: shards of it that are still
   * missing are leased again.
   */
  sum(node: TreeNode, gradientSum: GradientSum, workers: readonly string[]): void {
    if (this.reducer.offer(node, gradientSum) !== 'accepted') return;
    for (const worker of workers) this.contributors.add(worker);
    this.audits.overtakenBy(node);
  }

  /** Whether the sum of the moment rests on what this worker sent. */
  restsOn(worker: string): boolean {
    return this.contributors.has(worker);
  }

  /** Ends a lease whose partials are all here. @returns whether it did */
  closeIfDone(state: LeaseState): boolean {
    if (!state.transfers.every(({ done }) => done)) return false;
    return this.leases.delete(state.lease.leaseId);
  }
}
