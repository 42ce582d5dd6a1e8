import { workOf } from '@lockstep/cluster';
import { describe, expect, it } from 'vitest';
import { DistanceCompute } from './distance-compute.js';
import { shardPeriod } from './plan.js';
import { hashOf } from './reference.js';

const CONFIG = { seed: 0, batchSize: 6, shards: 2, trainSamples: 60, testSamples: 6 };
/** Longer than the period of the shards' points. */
const LENGTH = 70_000;
const SHARD_MS = 10;
const QUIET = { onBegin: () => undefined, onDone: () => undefined, onDropped: () => undefined };

type Result = Extract<Parameters<Parameters<DistanceCompute['listen']>[0]>[0], { kind: 'computed' }>;

async function computed(weights: Float32Array, version: number, shard: number): Promise<Result> {
  const compute = new DistanceCompute(SHARD_MS, QUIET);
  const result = new Promise<Result>((resolve) => {
    compute.listen((event) => {
      if (event.kind === 'computed') resolve(event);
    });
  });
  compute.post({ kind: 'load', weights });
  compute.post({ kind: 'compute', work: workOf(CONFIG, 'train', version), leaseId: 1, shard });
  return result;
}

describe('DistanceCompute', () => {
  it('returns the difference between the weights and a point, for every sample', async () => {
    const weights = Float32Array.from({ length: LENGTH }, (_, i) => (i % 7) / 8);
    const { vector, samples } = await computed(weights, 3, 1);
    expect(samples).toBe(3);
    const point = shardPeriod(1);
    for (const at of [0, 65_520, 65_521, LENGTH - 1]) {
      expect(vector[at]).toBeCloseTo(3 * (weights[at]! - point[at % point.length]!), 5);
    }
  });

  it.each([0, 65_521, LENGTH - 1])('has another loss when one bit of the weight %i differs', async (at) => {
    const weights = new Float32Array(LENGTH).fill(0.5);
    const { lossSum } = await computed(weights, 3, 1);
    for (const bit of [0, 22, 31]) {
      const other = weights.slice();
      new Uint32Array(other.buffer)[at]! ^= 1 << bit;
      expect((await computed(other, 3, 1)).lossSum).not.toBe(lossSum);
    }
    expect(Math.fround(lossSum)).toBe(lossSum);
  });

  it('returns the same bits for every worker and step, and others for another shard', async () => {
    const weights = new Float32Array(LENGTH).fill(0.5);
    const [one, again, other] = [
      await computed(weights, 3, 0),
      await computed(weights, 8, 0),
      await computed(weights, 3, 1),
    ];
    expect(hashOf(again.vector)).toBe(hashOf(one.vector));
    expect(again.lossSum).toBe(one.lossSum);
    expect(hashOf(other.vector)).not.toBe(hashOf(one.vector));
  });

  it('takes the given time, and reports cancelled shards', async () => {
    const dropped: number[] = [];
    const compute = new DistanceCompute(SHARD_MS, { ...QUIET, onDropped: (version) => dropped.push(version) });
    const events: string[] = [];
    const startMs = performance.now();
    const over = new Promise<void>((resolve) => {
      compute.listen(({ kind }) => {
        events.push(kind);
        if (events.length === 2) resolve();
      });
    });
    compute.post({ kind: 'load', weights: new Float32Array(LENGTH) });
    const work = workOf(CONFIG, 'train', 5);
    for (const shard of [0, 1]) compute.post({ kind: 'compute', work, leaseId: 4, shard });
    compute.post({ kind: 'cancel', beforeLeaseId: 5 });
    await over;
    expect(events).toEqual(['dropped', 'computed']);
    expect(dropped).toEqual([5]);
    // A timer may be early by a millisecond.
    expect(performance.now() - startMs).toBeGreaterThan(SHARD_MS - 2);
  });
});
