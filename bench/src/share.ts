/** The shards of one of several equally fast workers, and the sum of their gradients. */
import type { ShardResult } from '@lockstep/cluster';
import { coveringNodes, Reducer, shardsOf } from '@lockstep/optim';

export interface Share {
  firstShard: number;
  shardCount: number;
}

/** The coordinator's division among idle workers: each gets an equal part of the remaining shards, in order. */
export function shareOf(shards: number, workers: number, index: number): Share {
  let firstShard = 0;
  for (let worker = 0; worker < index; worker++) firstShard += Math.ceil((shards - firstShard) / (workers - worker));
  return { firstShard, shardCount: Math.ceil((shards - firstShard) / (workers - index)) };
}

/** Adds the shards of a share along the reduction tree. */
export class ShareOfStep {
  readonly shards: number[];
  private readonly nodes: { first: number; end: number; reducer: Reducer }[];

  /** @param width number of shards of the step */
  constructor({ firstShard, shardCount }: Share, width: number) {
    this.shards = Array.from({ length: shardCount }, (_, i) => firstShard + i);
    this.nodes = coveringNodes(firstShard, shardCount, width).map((node) => {
      const { start, end } = shardsOf(node, width);
      return { first: start, end, reducer: new Reducer(end - start) };
    });
  }

  /** Adds a shard. Returns whether all shards have been added. */
  add({ shard, vector, samples, lossSum }: ShardResult): boolean {
    const target = this.nodes.find(({ first, end }) => shard >= first && shard < end);
    target?.reducer.offer({ level: 0, index: shard - target.first }, { vector, samples, lossSum });
    return this.nodes.every(({ reducer }) => reducer.result() !== undefined);
  }
}
