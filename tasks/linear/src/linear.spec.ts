import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { epochPermutation, SampleRangeError } from '@lockstep/data';
import { adamInitial, adamStep } from '@lockstep/optim';
import { fingerprint } from '@lockstep/tensorflow';
import type { Learner } from '@lockstep/task';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { NoSuchSamplesError, SampleFileError } from './errors.js';
import linear from './index.js';
import { LinearLearner } from './learner.js';
import { createLinear } from './linear.js';
import { makeSamples } from './samples.js';

const SIZE = { features: 12, trainSamples: 2000, testSamples: 256 };

let folder: string;
let files: Record<string, string>;
let learner: Learner;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lockstep-linear-'));
  const data = await linear.data.load('synthetic', undefined);
  for (const { name, bytes } of data.files) await writeFile(join(folder, name), bytes);
  files = Object.fromEntries(data.files.map(({ name }) => [name, join(folder, name)]));
  learner = await linear.learner({ files, seed: 0, threads: 1 });
});
afterAll(() => rm(folder, { recursive: true }));

function gradientOf(indices: readonly number[], weights = linear.parameters.initialWeights(0)) {
  learner.setWeights(weights);
  const out = new Float32Array(linear.parameters.count).fill(NaN);
  const batch = learner.batch({ phase: 'train', epoch: 0, indices: Uint32Array.from(indices) });
  return { out, ...learner.gradient(batch, out) };
}

function testLoss(weights: Float32Array): number {
  learner.setWeights(weights);
  const indices = Uint32Array.from({ length: SIZE.testSamples }, (_, i) => i);
  return learner.evaluate(learner.batch({ phase: 'evaluate', epoch: 0, indices })).lossSum / SIZE.testSamples;
}

describe('the data', () => {
  it('is the same on every machine', async () => {
    const { files: made, trainSamples, testSamples } = await linear.data.load('synthetic', undefined);
    expect([trainSamples, testSamples]).toEqual([2000, 256]);
    const hash = createHash('sha256');
    for (const { bytes } of made) hash.update(bytes);
    expect(hash.digest('hex')).toBe('5b22405a324dbcb0faf302c8d43b375964df284094a11d397b2a5a7975c1163b');
  });

  it('stays small with many features', async () => {
    const { data } = createLinear({ features: 1_000_000, trainSamples: 10, testSamples: 1 });
    const loaded = await data.load('synthetic', undefined);
    const bytes = loaded.files.reduce((sum, file) => sum + file.bytes.byteLength, 0);
    expect(bytes).toBe(4 * (11 + 1_000_000 - 1) + 4 * 11);
  });

  it('is refused under a different name or from a folder', async () => {
    await expect(linear.data.load('synthetic', '/tmp')).rejects.toThrow(NoSuchSamplesError);
    await expect(linear.data.load('other', undefined)).rejects.toThrow('there is no data set other, only synthetic');
  });

  it('is refused in a different size', async () => {
    const other = createLinear({ ...SIZE, features: 13 });
    await expect(other.learner({ files, seed: 0, threads: 1 })).rejects.toThrow(SampleFileError);
    await expect(linear.learner({ files: {}, seed: 0, threads: 1 })).rejects.toThrow('the run has no file table.f32');
  });
});

describe('the learner', () => {
  it('computes the derivative of the loss', () => {
    const weights = linear.parameters.initialWeights(1);
    const { out } = gradientOf([5], weights);
    const step = 2 ** -6;
    // The loss is quadratic, so the central difference is exact apart from rounding.
    out.forEach((derivative, i) => {
      const at = (change: number) => {
        const changed = weights.slice();
        changed[i]! += change;
        return gradientOf([5], changed).lossSum;
      };
      expect((at(step) - at(-step)) / (2 * step)).toBeCloseTo(derivative, 4);
    });
  });

  it('gives different bits in a different order, with a repeated sample, or with stale weights', () => {
    const indices = Array.from({ length: 8 }, (_, i) => 37 * i);
    const { out: expected } = gradientOf(indices);
    expect(gradientOf(indices).out).toEqual(expected);
    expect(gradientOf(indices.toReversed()).out).not.toEqual(expected);
    expect(gradientOf([...indices, indices[0]!]).out).not.toEqual(expected);
    const stale = linear.parameters.initialWeights(0);
    stale[0]! += 2 ** -20;
    expect(gradientOf(indices, stale).out).not.toEqual(expected);
  });

  it('distinguishes test samples from training samples, and refuses missing samples', () => {
    const indices = Uint32Array.of(3);
    learner.setWeights(linear.parameters.initialWeights(0));
    const [train, test] = (['train', 'evaluate'] as const).map((phase) => {
      return learner.evaluate(learner.batch({ phase, epoch: 0, indices })).lossSum;
    });
    expect(train).not.toBe(test);
    for (const [phase, outside] of [
      ['train', 2000],
      ['evaluate', 256],
    ] as const) {
      const batch = () => learner.batch({ phase, epoch: 0, indices: Uint32Array.of(0, outside) });
      expect(batch).toThrow(SampleRangeError);
      expect(batch).toThrow(`there is no sample ${outside}: the data has ${outside}`);
    }
  });

  it('can be constructed without files', () => {
    const made = new LinearLearner(SIZE, makeSamples(SIZE));
    const weights = linear.parameters.initialWeights(0);
    const gradient = (each: Learner) => {
      const out = new Float32Array(weights.length);
      each.setWeights(weights);
      each.gradient(each.batch({ phase: 'train', epoch: 0, indices: Uint32Array.of(1, 2, 3) }), out);
      return out;
    };
    expect(gradient(made)).toEqual(gradient(learner));
  });

  it('has a fingerprint', () => {
    const probe = { learner, parameters: linear.parameters, shardSizes: [8, 4], seed: 0, trainSamples: 2000 };
    expect(fingerprint(probe)).toMatch(/^[0-9a-f]{64}$/);
    expect(fingerprint({ ...probe, shardSizes: [4, 8, 8] })).toBe(fingerprint(probe));
    expect(fingerprint({ ...probe, seed: 1 })).not.toBe(fingerprint(probe));
  });
});

it('converges', () => {
  const weights = linear.parameters.initialWeights(0);
  const before = testLoss(weights);
  const state = adamInitial(weights.length);
  const { batchSize, learningRate } = linear.defaults;
  const config = { learningRate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
  for (let epoch = 0; epoch < 3; epoch++) {
    const order = epochPermutation(0, epoch, SIZE.trainSamples);
    for (let start = 0; start < order.length; start += batchSize) {
      const indices = [...order.subarray(start, start + batchSize)];
      const { out } = gradientOf(indices, weights);
      adamStep(weights, out, indices.length, state, config);
    }
  }
  expect(testLoss(weights)).toBeLessThan(before / 100);
});

it('does not load TensorFlow', () => {
  const { sharedObjects } = process.report.getReport() as unknown as { sharedObjects: string[] };
  const modules = Object.keys(createRequire(import.meta.url).cache);
  expect([...sharedObjects, ...modules].filter((path) => /tensorflow|tfjs/.test(path))).toEqual([]);
});
