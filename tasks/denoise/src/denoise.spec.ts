import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MediaTypeError, type Gallery, type Learner } from '@lockstep/task';
import { fingerprint } from '@lockstep/tensorflow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import denoise from './index.js';
import { patternImages } from './testing/images.js';

const seed = 7;

/** Returns the native libraries and CommonJS modules of TensorFlow in this process. Each spec file has its own process. */
function loadedTensorFlow(): string[] {
  const { sharedObjects } = process.report.getReport() as unknown as { sharedObjects: string[] };
  const modules = Object.keys(createRequire(import.meta.url).cache);
  return [...sharedObjects, ...modules].filter((path) => /tensorflow|tfjs/.test(path));
}

function idxFile(count: number, side = 28): Buffer {
  const header = Buffer.alloc(16);
  [0x803, count, side, side].forEach((value, i) => header.writeUInt32BE(value, 4 * i));
  return Buffer.concat([header, patternImages(count).pixels.subarray(0, count * side * side)]);
}

let dir: string;
let files: Record<string, string>;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'lockstep-denoise-'));
  writeFileSync(join(dir, 'train-images-idx3-ubyte'), idxFile(40));
  writeFileSync(join(dir, 't10k-images-idx3-ubyte'), idxFile(12));
  const names = ['train-images-idx3-ubyte', 't10k-images-idx3-ubyte'];
  files = Object.fromEntries(names.map((name) => [name, join(dir, name)]));
});
afterAll(() => rmSync(dir, { recursive: true }));

describe('without its learner', () => {
  it('has data and parameters, and does not load TensorFlow', async () => {
    const { files: found, trainSamples, testSamples } = await denoise.data.load('mnist', dir);
    expect([trainSamples, testSamples]).toEqual([40, 12]);
    expect(found.map(({ name }) => name)).toEqual(Object.keys(files));
    expect(idxFile(12).equals(found[1]!.bytes)).toBe(true);
    expect(denoise.parameters.initialWeights(0)).toHaveLength(309_057);
    expect(loadedTensorFlow()).toEqual([]);
  });

  it('finds MNIST without a folder', async () => {
    const { trainSamples, testSamples } = await denoise.data.load('mnist', undefined);
    expect([trainSamples, testSamples]).toEqual([60_000, 10_000]);
  });

  it('refuses images of the wrong size, and a folder without images', async () => {
    const other = mkdtempSync(join(dir, 'other-'));
    await expect(denoise.data.load('mnist', other)).rejects.toThrow(
      `--data-dir: there is no file train-images-idx3-ubyte or train-images-idx3-ubyte.gz in ${other}`,
    );
    for (const name of Object.keys(files)) writeFileSync(join(other, name), idxFile(4, 14));
    await expect(denoise.data.load('mnist', other)).rejects.toThrow(
      'images of 14×14 pixels, but the model takes 28×28',
    );
    await expect(denoise.data.load('cifar', undefined)).rejects.toThrow('only mnist and fashion-mnist');
  });
});

describe('the learner', () => {
  let learner: Learner;
  beforeAll(async () => {
    learner = await denoise.learner({ files, seed, threads: 1 });
    // Shows that the check above sees TensorFlow when it is loaded.
    expect(loadedTensorFlow().some((path) => path.includes('libtensorflow'))).toBe(true);
  });
  afterAll(() => learner.dispose());

  it('adds up losses and gradients of training samples, and losses of test samples', () => {
    learner.setWeights(denoise.parameters.initialWeights(0));
    const indices = Uint32Array.of(3, 11, 7);
    const batch = learner.batch({ phase: 'train', epoch: 1, indices });
    expect(batch.size).toBe(3);
    const out = new Float32Array(denoise.parameters.count);
    const { lossSum } = learner.gradient(batch, out);
    expect(lossSum).toBeGreaterThan(0);
    expect(out.some((value) => value !== 0)).toBe(true);
    expect(learner.evaluate(batch).lossSum).toBe(lossSum);
    const test = learner.batch({ phase: 'evaluate', epoch: 0, indices });
    expect(learner.evaluate(test).lossSum).not.toBe(lossSum);
    expect(() => learner.batch({ phase: 'evaluate', epoch: 0, indices: Uint32Array.of(12) })).toThrow(
      'there is no image 12: the dataset has 12',
    );
  });

  it('has a fingerprint', () => {
    const probe = { learner, parameters: denoise.parameters, shardSizes: [3, 2], seed, trainSamples: 40 };
    const first = fingerprint(probe);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(fingerprint(probe)).toBe(first);
  });
});

describe('the gallery', () => {
  let gallery: Gallery;
  beforeAll(async () => {
    gallery = await denoise.gallery!({ files, dataset: 'mnist', seed, threads: 1 });
    gallery.setWeights(denoise.parameters.initialWeights(0), 3);
  });
  afterAll(() => gallery.dispose());

  it('draws five figures and has a title for the sixth', () => {
    const figures = gallery.figures();
    expect(Object.keys(figures)).toEqual([
      'dataset.png',
      'corruption.png',
      'predictions.png',
      'sampling-5-steps.png',
      'samples-40-steps.png',
    ]);
    for (const png of Object.values(figures)) {
      expect(Buffer.from(png).subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
    }
    expect(gallery.lossTitle).toBe('Training a denoising UNet on MNIST');
  });

  it('draws samples as a picture or as numbers', () => {
    const request = { count: 2, steps: 3, seed: 5 };
    const numbers = gallery.draw({ ...request, mediaType: 'application/octet-stream' });
    expect(numbers.data.byteLength).toBe(2 * 784 * 4);
    expect(gallery.draw({ ...request, mediaType: 'application/octet-stream' })).toEqual(numbers);
    const picture = gallery.draw({ ...request, mediaType: undefined });
    expect(picture.mediaType).toBe('image/png');
    expect(Buffer.from(picture.data).subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
    expect(() => gallery.draw({ ...request, mediaType: 'text/csv' })).toThrow(MediaTypeError);
  });
});
