import { expect, it, describe } from 'vitest';
import { workOf } from '../training/step-work.js';
import { WORKER_CONFIG } from '../testing/worker.js';
import { VectorPool } from '../vector-pool.js';
import { LeaseWork } from './lease-work.js';

/** 6 shards of 2 samples: the node above 4 and 5 is cut off by the right edge. */
const WORK = workOf({ ...WORKER_CONFIG, batchSize: 12, shards: 6, trainSamples: 12 }, 'train', 0);

function leaseOf(firstShard: number, shardCount: number): LeaseWork {
  const lease = { phase: 'train' as const, leaseId: 1, firstShard, shardCount, creditParts: 1 };
  return new LeaseWork(lease, WORK, { partSizeBytes: 8, wireDtype: 'f32' }, new VectorPool(0), 100);
}

function result(shard: number) {
  return {
    version: WORK.version,
    leaseId: 1,
    shard,
    vector: Float32Array.of(shard),
    samples: 2,
    lossSum: shard,
    computeMs: 3,
  };
}

describe('LeaseWork', () => {
  it('sums up each node of its range by itself, in tree order whatever the order of computing', () => {
    const work = leaseOf(1, 5);
    expect(work.shards).toEqual([1, 2, 3, 4, 5]);
    const sent = [5, 3, 1, 4, 2].map((shard) => work.add(result(shard)).map(({ level, index }) => `${level}/${index}`));
    expect(sent).toEqual([[], [], ['0/1'], ['2/1'], ['1/1']]);
    expect(work.computed).toBe(true);
  });

  it.each([
    // From 128 on, bfloat16 has steps of 1. 129 if only the sum were rounded:
    [128.45, 0.1, 128],
    // 128 if the sum were cut off:
    [128, 0.75, 129],
  ])('rounds each shard to bfloat16, and then the sum, where vectors travel so: %d + %d', (left, right, sum) => {
    const lease = { phase: 'train' as const, leaseId: 1, firstShard: 0, shardCount: 2, creditParts: 1 };
    const work = new LeaseWork(lease, WORK, { partSizeBytes: 8, wireDtype: 'bf16' }, new VectorPool(0), 100);
    const sent = [left, right].flatMap((value, i) => work.add({ ...result(i), vector: Float32Array.of(value) }));
    expect(sent.map(({ data }) => data)).toEqual([new Uint8Array(Float32Array.of(sum).buffer, 2)]);
  });

  it('adds in float32 along the tree', () => {
    const work = leaseOf(0, 4);
    const values = [0x100_0000, 1, 1, 1];
    const [part] = values.flatMap((value, shard) =>
      work.add({ ...result(shard), vector: Float32Array.of(value), lossSum: value }),
    );
    // (2^24 + 1) + (1 + 1): the first sum is rounded; from left to right nothing but 2^24 would come out.
    expect(new Float32Array(part!.data.slice().buffer)).toEqual(Float32Array.of(0x100_0002));
    expect(part).toMatchObject({ samples: 8, lossSum: 0x100_0002, computeMs: 12 });
  });

  it('counts the time from the lease to the weights as waiting, the same for all nodes', () => {
    const work = leaseOf(1, 2);
    work.startedAtMs = 130;
    expect([1, 2].flatMap((shard) => work.add(result(shard))).map(({ waitMs }) => waitMs)).toEqual([30, 30]);
  });
});
