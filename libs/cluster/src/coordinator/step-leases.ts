/**
 * The leases of one step: which shards nobody computes yet, who computes which, and what has been summed up.
 *
 * A shard may be leased more than once (its worker died, or is late): the first valid partial wins, and the reducer refuses
 * whatever overlaps with what it has, so that nothing is added twice.
 */
import { partCount, type Lease, type PartialPart } from '@lockstep/protocol';
import { coveringNodes, Reducer, shardsOf, type Partial, type TreeNode } from '@lockstep/optim';
import { samplesOf, type Work } from '../plan.js';
import type { WorkerTimes } from './events.js';
import { Transfer } from './transfer.js';

export interface LeaseState {
  lease: Lease;
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

export interface VectorShape {
  /** float32 values of a partial: 0 in the evaluation. */
  length: number;
  partSizeBytes: number;
}

/** Shards of one lease in the evaluation: few enough that the loss of a worker costs little. */
const EVALUATION_SHARDS_PER_LEASE = 8;

export class StepLeases {
  readonly reducer: Reducer;
  private readonly leases = new Map<number, LeaseState>();

  constructor(
    readonly work: Work,
    private readonly shape: VectorShape,
  ) {
    this.reducer = new Reducer(work.shards);
  }

  /** Leases whose partials are not all here, oldest first. */
  open(): LeaseState[] {
    return [...this.leases.values()];
  }

  get(attempt: number): LeaseState | undefined {
    return this.leases.get(attempt);
  }

  /** Shards that are neither summed up nor being computed in time, ascending. */
  unleased(): number[] {
    const held = new Set<number>();
    for (const { lease, late } of this.leases.values()) {
      for (let i = 0; i < lease.shardCount && !late; i++) held.add(lease.firstShard + i);
    }
    return this.reducer.missingShards().filter((shard) => !held.has(shard));
  }

  /** The next contiguous shards for one of `idleWorkers` workers: an equal share of what is left, first shards first. */
  nextRange(idleWorkers: number): { firstShard: number; shardCount: number } | undefined {
    const shards = this.unleased();
    const firstShard = shards[0];
    if (firstShard === undefined) return undefined;
    const share = Math.ceil(shards.length / idleWorkers);
    const most = this.work.phase === 'evaluate' ? Math.min(share, EVALUATION_SHARDS_PER_LEASE) : share;
    let shardCount = 1;
    while (shardCount < most && shards[shardCount] === firstShard + shardCount) shardCount += 1;
    return { firstShard, shardCount };
  }

  add(lease: Lease, worker: string, nowMs: number, deadlineMs: number): LeaseState {
    const { length, partSizeBytes } = this.shape;
    const parts = partCount(length * Float32Array.BYTES_PER_ELEMENT, partSizeBytes);
    const nodes = coveringNodes(lease.firstShard, lease.shardCount, this.work.shards);
    const transfers = nodes.map(
      (node) => new Transfer(lease.attempt, node, length, partSizeBytes, parts, lease.creditParts, nowMs),
    );
    const times = { computeMs: 0, wireMs: 0, waitMs: 0 };
    const state = { lease, worker, transfers, times, leasedAtMs: nowMs, sentAtMs: nowMs, deadlineMs, late: false };
    this.leases.set(lease.attempt, state);
    return state;
  }

  remove(attempt: number): void {
    this.leases.delete(attempt);
  }

  transferOf(part: PartialPart): Transfer | undefined {
    const { level, index } = part;
    return this.leases.get(part.attempt)?.transfers.find(({ node }) => node.level === level && node.index === index);
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
   * @returns whether the lease is over: all of its partials are here
   */
  accept(transfer: Transfer, partial: Partial): boolean {
    this.reducer.offer(transfer.node, partial);
    const over = this.leases.get(transfer.attempt)?.transfers.every(({ done }) => done) ?? false;
    if (over) this.leases.delete(transfer.attempt);
    return over;
  }
}
