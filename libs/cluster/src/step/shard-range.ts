/** Contiguous shards of a step: those of a lease, or below a node of the reduction tree. */
import { shardsOf, type TreeNode } from '@lockstep/optim';
import type { Lease } from '@lockstep/protocol';

export type ShardRange = Pick<Lease, 'firstShard' | 'shardCount'>;

/** @param shards number of shards of the step */
export function rangeBelow(node: TreeNode, shards: number): ShardRange {
  const { start, end } = shardsOf(node, shards);
  return { firstShard: start, shardCount: end - start };
}

/** `shard 3` or `shards 0-2` */
export function shardsText({ firstShard, shardCount }: ShardRange): string {
  return shardCount === 1 ? `shard ${firstShard}` : `shards ${firstShard}-${firstShard + shardCount - 1}`;
}
