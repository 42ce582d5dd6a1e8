/** The shards of a step that fall to one of several equal workers, and the sum of their gradients. */
import type { ShardResult } from '@lockstep/cluster';
import { coveringNodes, Reducer, shardsOf } from '@lockstep/optim';

export interface Share {
  firstShard: number;
  shardCount: number;
}

/** As the coordinator leases when all are idle: each gets an equal part of what is left, the first shards first. */
export function shareOf(shards: number, workers: number, index: number): Share {
  let firstShard = 0;
  for (let worker = 0; worker < index; worker++) firstShard += Math.ceil((shards - firstShard) / (workers - worker));
  return { firstShard, shardCount: Math.ceil((shards - firstShard) / (workers - index)) };
}

/** Adds a share's shards up, node by node of the reduction tree. */
export class ShareOfStep {
  readonly shards: number[];
  private readonly nodes: { first: number; end: number; reducer: Reducer }[];

  /** @param width number of shards of the whole step */
  constructor({ firstShard, shardCount }: Share, width: number) {
    this.shards = Array.from({ length: shardCount }, (_, i) => firstShard + i);
    this.nodes = coveringNodes(firstShard, shardCount, width).map((node) => {
      const { start, end } = shardsOf(node, width);
      return { first: start, end, reducer: new Reducer(end - start) };
    });
  }

  /** @returns true once all shards have been added */
  add({ shard, vector, samples, lossSum }: ShardResult): boolean {
    const target = this.nodes.find(({ first, end }) => shard >= first && shard < end);
    target?.reducer.offer({ level: 0, index: shard - target.first }, { vector, samples, lossSum });
    return this.nodes.every(({ reducer }) => reducer.result() !== undefined);
  }
}
