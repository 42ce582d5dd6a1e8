import { LIMITS } from '@lockstep/protocol';
import { describe, expect, it } from 'vitest';
import { InvalidConfigError } from '../errors.js';
import { checkConfig, samplesOf, shardSizes, workOf, type DataConfig } from './step-work.js';

const CONFIG: DataConfig = { seed: 0, batchSize: 128, shards: 4, trainSamples: 60_000, testSamples: 10_000 };

describe('workOf and samplesOf', () => {
  it('cut a step into equal shards', () => {
    const work = workOf(CONFIG, 'train', 470);
    expect(work).toEqual({ phase: 'train', version: 470, start: 128, size: 128, epoch: 1, shards: 4 });
    expect([0, 1, 2, 3].map((shard) => samplesOf(work, shard))).toEqual([
      { start: 128, size: 32 },
      { start: 160, size: 32 },
      { start: 192, size: 32 },
      { start: 224, size: 32 },
    ]);
  });

  it('cut the last step of an epoch, with 96 of 128 samples, into as many smaller shards', () => {
    const work = workOf(CONFIG, 'train', 468);
    expect(work).toEqual({ phase: 'train', version: 468, start: 59_904, size: 96, epoch: 0, shards: 4 });
    expect([0, 1, 2, 3].map((shard) => samplesOf(work, shard))).toEqual([
      { start: 59_904, size: 24 },
      { start: 59_928, size: 24 },
      { start: 59_952, size: 24 },
      { start: 59_976, size: 24 },
    ]);
  });

  it('leave shards out when the last step has fewer samples than shards', () => {
    const work = workOf({ ...CONFIG, trainSamples: 131 }, 'train', 1);
    expect(work).toMatchObject({ start: 128, size: 3, shards: 3 });
    expect([0, 1, 2].map((shard) => samplesOf(work, shard))).toEqual([
      { start: 128, size: 1 },
      { start: 129, size: 1 },
      { start: 130, size: 1 },
    ]);
  });

  it('give every sample of an epoch to exactly one shard', () => {
    const config = { ...CONFIG, batchSize: 10, shards: 3, trainSamples: 47 };
    const samples: number[] = [];
    for (let version = 0; version < 5; version++) {
      const work = workOf(config, 'train', version);
      for (let shard = 0; shard < work.shards; shard++) {
        const { start, size } = samplesOf(work, shard);
        for (let sample = start; sample < start + size; sample++) samples.push(sample);
      }
    }
    expect(samples).toEqual(Array.from({ length: 47 }, (_, i) => i));
  });

  it('make the evaluation one step over all test samples, in shards no larger than those of the training', () => {
    const work = workOf(CONFIG, 'evaluate', 469);
    expect(work).toEqual({ phase: 'evaluate', version: 469, start: 0, size: 10_000, epoch: 0, shards: 313 });
    expect(samplesOf(work, 0)).toEqual({ start: 0, size: 32 });
    expect(samplesOf(work, 312)).toEqual({ start: 9969, size: 31 });
    expect(workOf({ ...CONFIG, testSamples: 5 }, 'evaluate', 1)).toMatchObject({ size: 5, shards: 1 });
  });
});

describe('shardSizes', () => {
  it('are the sizes of a full step and of the last one', () => {
    expect(shardSizes(CONFIG)).toEqual([32, 24]);
    expect(shardSizes({ ...CONFIG, trainSamples: 1280 })).toEqual([32]);
    expect(shardSizes({ ...CONFIG, trainSamples: 131 })).toEqual([32, 1]);
    expect(shardSizes({ ...CONFIG, batchSize: 10, trainSamples: 25 })).toEqual([3, 2, 1]);
    expect(shardSizes({ ...CONFIG, trainSamples: 50 })).toEqual([13, 12]);
  });
});

describe('checkConfig', () => {
  it('takes the plan of a real run, and the largest', () => {
    expect(() => checkConfig(CONFIG)).not.toThrow();
    expect(() => checkConfig({ ...CONFIG, seed: LIMITS.uint32, shards: 128 })).not.toThrow();
  });

  it.each([
    [{ seed: -1 }, `seed is -1, expected an integer from 0 to ${LIMITS.uint32}`],
    [{ seed: 0x1_0000_0000 }, `seed is 4294967296, expected an integer from 0 to ${LIMITS.uint32}`],
    [{ batchSize: 0 }, `batchSize is 0, expected an integer from 1 to ${LIMITS.batchSize}`],
    [{ batchSize: 1.5 }, `batchSize is 1.5, expected an integer from 1 to ${LIMITS.batchSize}`],
    [{ shards: NaN }, `shards is NaN, expected an integer from 1 to ${LIMITS.shards}`],
    [{ shards: 65_537, batchSize: 70_000 }, `shards is 65537, expected an integer from 1 to ${LIMITS.shards}`],
    [{ trainSamples: 0 }, `trainSamples is 0, expected an integer from 1 to ${LIMITS.samples}`],
    [{ testSamples: Infinity }, `testSamples is Infinity, expected an integer from 1 to ${LIMITS.samples}`],
    [{ batchSize: 3 }, 'a batch of 3 samples cannot be cut into 4 shards: use --shards=3 or fewer'],
    [
      { batchSize: 4, testSamples: 65_537 },
      'testSamples is 65537, which makes 65537 shards of the evaluation, expected at most 65536: use fewer --shards for the batch of 4',
    ],
  ])('names the value that is wrong: %o', (changes, message) => {
    expect(() => checkConfig({ ...CONFIG, ...changes })).toThrow(new InvalidConfigError(message));
  });
});
