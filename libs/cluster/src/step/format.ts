/** Words for people about leases. */
import type { Lease } from '@lockstep/protocol';

/** `shard 3` or `shards 0-2` */
export function shardsText({ firstShard, shardCount }: Pick<Lease, 'firstShard' | 'shardCount'>): string {
  return shardCount === 1 ? `shard ${firstShard}` : `shards ${firstShard}-${firstShard + shardCount - 1}`;
}
