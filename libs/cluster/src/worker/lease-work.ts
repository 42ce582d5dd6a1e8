/**
 * The lease that a worker computes: sums the gradients of its shards in tree order, and keeps the sums until the step is over,
 * so that lost parts can be sent again.
 */
import { partCount, partOf, wireBytes, type Lease, type GradientPart, type GradientRequest } from '@lockstep/protocol';
import { coveringNodes, Reducer, roundToBf16, shardsOf, type GradientSum, type TreeNode } from '@lockstep/optim';
import type { Work } from '../training/step-work.js';
import type { VectorPool } from '../vector-pool.js';
import type { ShardResult, WorkerConfig } from './events.js';

interface NodeWork {
  node: TreeNode;
  reducer: Reducer;
  firstShard: number;
  lastShard: number;
  gradientSum: GradientSum | undefined;
  /** Parts that the coordinator has granted, from the first on. */
  grantedParts: number;
  computeMs: number;
}

export class LeaseWork {
  /** When the weights were available and computing started. */
  startedAtMs: number | undefined;
  private readonly nodes: NodeWork[];

  constructor(
    readonly lease: Lease,
    readonly work: Work,
    private readonly config: Pick<WorkerConfig, 'partSizeBytes' | 'wireDtype'>,
    private readonly vectors: VectorPool,
    readonly receivedAtMs: number,
  ) {
    this.nodes = coveringNodes(lease.firstShard, lease.shardCount, work.shards).map((node) => {
      const { start, end } = shardsOf(node, work.shards);
      // The subtree of a node is a tree by itself, whose shards are counted from its first one.
      const reducer = new Reducer(end - start, config.wireDtype, (vector) => vectors.give(vector));
      const range = { firstShard: start, lastShard: end - 1 };
      return { node, reducer, ...range, gradientSum: undefined, grantedParts: lease.creditParts, computeMs: 0 };
    });
  }

  get shards(): number[] {
    const { firstShard, shardCount } = this.lease;
    return Array.from({ length: shardCount }, (_, i) => firstShard + i);
  }

  get computed(): boolean {
    return this.nodes.every(({ gradientSum }) => gradientSum !== undefined);
  }

  /** Releases the memory of its gradient sums, which are no longer needed. */
  release(): void {
    for (const { gradientSum } of this.nodes) if (gradientSum) this.vectors.give(gradientSum.vector);
  }

  /** Adds one shard. @returns the parts that may be sent now, if the shard completes its node */
  add(result: ShardResult): GradientPart[] {
    const target = this.nodes.find(({ firstShard, lastShard }) => {
      return result.shard >= firstShard && result.shard <= lastShard;
    });
    if (!target || target.gradientSum) return [];
    target.computeMs += result.computeMs;
    const { vector, samples, lossSum } = result;
    if (this.config.wireDtype === 'bf16') roundToBf16(vector);
    target.reducer.offer({ level: 0, index: result.shard - target.firstShard }, { vector, samples, lossSum });
    target.gradientSum = target.reducer.result();
    return target.gradientSum ? this.parts(target, 0, target.grantedParts) : [];
  }

  /** The parts that the coordinator requests. Those of a node that is not computed yet are sent once it is. */
  wanted({ level, index, firstPart, partCount: count }: GradientRequest): GradientPart[] {
    const target = this.nodes.find(({ node }) => node.level === level && node.index === index);
    if (!target) return [];
    target.grantedParts = Math.max(target.grantedParts, firstPart + count);
    return this.parts(target, firstPart, count);
  }

  private parts(target: NodeWork, first: number, count: number): GradientPart[] {
    const { gradientSum, node, computeMs } = target;
    if (!gradientSum) return [];
    const { vector, samples, lossSum } = gradientSum;
    const { leaseId } = this.lease;
    const waitMs = (this.startedAtMs ?? this.receivedAtMs) - this.receivedAtMs;
    const { partSizeBytes, wireDtype } = this.config;
    const end = Math.min(first + count, partCount(wireBytes(vector.length, wireDtype), partSizeBytes));
    const { level, index } = node;
    const header = { version: this.work.version, leaseId, level, index, samples, lossSum };
    const parts: GradientPart[] = [];
    for (let part = first; part < end; part++) {
      const data = partOf(vector, partSizeBytes, part, wireDtype);
      parts.push({ ...header, part, data, computeMs, waitMs });
    }
    return parts;
  }
}
