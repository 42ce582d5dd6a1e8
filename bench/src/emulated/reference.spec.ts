import { roundToBf16 } from '@lockstep/optim';
import { partSizeFor } from '@lockstep/transport';
import { describe, expect, it } from 'vitest';
import { initialPeriod, PERIOD, repeated, shardPeriod, totalSteps, type EmulatedConfig } from './plan.js';
import { hashOf, referenceHash } from './reference.js';
import { applyUpdateOf, gradientOf } from './testing/production.js';

function config(workers: number, parameterCount = 2 * PERIOD + 77): EmulatedConfig {
  return { run: 'spec', workers, parameterCount, wireDtype: 'f32', computeMs: 1, batch: 128, warmUp: 1, steps: 2 };
}

/** The weights by the measured libraries, over whole vectors. */
function byTheLibraries(of: EmulatedConfig): Float32Array {
  const update = applyUpdateOf(repeated(initialPeriod(), of.parameterCount));
  for (let step = 0; step < totalSteps(of); step++) update(gradientOf(of), of.batch);
  return update.weights;
}

describe('referenceHash', () => {
  it.each([1, 2, 3, 5, 8])('equals the hash of the libraries for %i shards', (workers) => {
    expect(referenceHash(config(workers))).toBe(hashOf(byTheLibraries(config(workers))));
  });

  it.each([1, 3, 8])('equals the hash of the libraries for %i shards in bfloat16', (workers) => {
    const of = { ...config(workers), wireDtype: 'bf16' as const };
    const weights = byTheLibraries(of);
    roundToBf16(weights);
    expect(referenceHash(of)).toBe(hashOf(weights));
  });

  it('covers a vector shorter than the period', () => {
    expect(referenceHash(config(2, 100))).toBe(hashOf(byTheLibraries(config(2, 100))));
  });

  it('differs when two parts of a message are exchanged', () => {
    const partLength = partSizeFor(1024 * 1024) / Float32Array.BYTES_PER_ELEMENT;
    const of = config(2, 2 * partLength);
    const weights = byTheLibraries(of);
    const [first, second] = [weights.slice(0, partLength), weights.slice(partLength)];
    weights.set(second);
    weights.set(first, partLength);
    expect(hashOf(weights)).not.toBe(referenceHash(of));
  });

  it('differs with the number of steps and of workers', () => {
    const hashes = [config(2), config(3), { ...config(2), steps: 3 }].map(referenceHash);
    expect(new Set(hashes).size).toBe(3);
  });
});

describe('shardPeriod', () => {
  it('differs between shards', () => {
    expect(new Set(Array.from({ length: 64 }, (_, shard) => hashOf(shardPeriod(shard)))).size).toBe(64);
  });
});
