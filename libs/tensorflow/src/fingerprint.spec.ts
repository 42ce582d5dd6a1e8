import { createParameterList, type Batch, type SampleRange, type ShardResult } from '@lockstep/task';
import { describe, expect, it } from 'vitest';

import { NonDeterministicDeviceError } from './errors.js';
import { fingerprint, type Probe } from './fingerprint.js';

const parameters = createParameterList([{ name: 'w', shape: [5] }], (seed, { count }) =>
  Float32Array.from({ length: count }, (_, i) => (seed % 100) / (i + 1)),
);

interface Samples extends Batch {
  indices: Uint32Array;
}

/** The gradient of a sample is its index minus the weight. `disturb` may change it, depending on the number of the call. */
class FakeLearner {
  readonly requested: SampleRange[] = [];
  private weights = new Float32Array();
  private calls = 0;

  constructor(private readonly disturb: (call: number, gradient: Float32Array) => number = () => 0) {}

  batch(samples: SampleRange): Samples {
    this.requested.push(samples);
    return { size: samples.indices.length, indices: samples.indices };
  }

  setWeights(weights: Float32Array): void {
    this.weights = weights.slice();
  }

  gradient(batch: Batch, out: Float32Array): ShardResult {
    out.fill(0);
    for (const sample of (batch as Samples).indices) {
      for (let i = 0; i < out.length; i++) out[i]! += sample - this.weights[i]!;
    }
    return { lossSum: 1 + this.disturb(this.calls++, out) };
  }
}

function probe(learner: Probe['learner'], changes: Partial<Probe> = {}): string {
  return fingerprint({ learner, parameters, shardSizes: [4, 3], seed: 7, trainSamples: 100, ...changes });
}

describe('fingerprint', () => {
  const reference = probe(new FakeLearner());

  it('depends on the set of shard sizes, not on their order or number', () => {
    expect(reference).toMatch(/^[0-9a-f]{64}$/);
    expect(probe(new FakeLearner(), { shardSizes: [3, 4, 4] })).toBe(reference);
    expect(probe(new FakeLearner(), { shardSizes: [4] })).not.toBe(reference);
  });

  it('probes the first samples of epoch 0 of the run', () => {
    const learner = new FakeLearner();
    probe(learner);
    expect(learner.requested.map(({ phase, epoch, indices }) => [phase, epoch, indices.length])).toEqual([
      ['train', 0, 3],
      ['train', 0, 4],
    ]);
    expect(learner.requested[1]!.indices.slice(0, 3)).toEqual(learner.requested[0]!.indices);
    expect(probe(new FakeLearner(), { seed: 8 })).not.toBe(reference);
  });

  it('changes with one bit of one gradient or of the loss', () => {
    const gradient = new FakeLearner((_, out) => {
      out[3]! *= 1 + 2 ** -22;
      return 0;
    });
    expect(probe(gradient)).not.toBe(reference);
    expect(probe(new FakeLearner(() => 2 ** -22))).not.toBe(reference);
  });

  it('refuses a device that is not deterministic', () => {
    const odd = new FakeLearner((call, out) => {
      if (call % 2 === 1) out[0]! += 1;
      return 0;
    });
    expect(() => probe(odd, { shardSizes: [4] })).toThrow(NonDeterministicDeviceError);
    const oddLoss = new FakeLearner((call) => (call % 2) * 2 ** -22);
    expect(() => probe(oddLoss, { shardSizes: [4] })).toThrow(/shard of 4 samples gave two different/);
  });
});
