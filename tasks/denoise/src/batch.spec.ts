import { epochPermutation, fillUniform, Purpose, sampleIndices, shardRange } from '@lockstep/data';
import { describe, expect, it } from 'vitest';
import { corruptInto, imageBatch, type ImageBatch } from './batch.js';
import { patternImages } from './testing/images.js';

const PIXELS = 28 * 28;
const images = patternImages(200);
const seed = 7;
const epoch = 3;
const permutation = epochPermutation(seed, epoch, images.count);
const training = { permutation, seed, epoch };
const inOrder = Uint32Array.from({ length: images.count }, (_, i) => i);

interface Part {
  start: number;
  size: number;
}

function trainingBatch({ permutation, seed, epoch, start, size }: typeof training & Part): ImageBatch {
  return imageBatch(images, seed, { phase: 'train', epoch, indices: sampleIndices(permutation, start, size) });
}

function testBatch({ start, size }: Part): ImageBatch {
  return imageBatch(images, seed, { phase: 'evaluate', epoch: 0, indices: sampleIndices(inOrder, start, size) });
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

describe('corruptInto', () => {
  const pixels = Uint8Array.of(0, 51, 128, 255);
  const uniform = Float64Array.of(0.5, 0.25, 0.125, 0);

  it('returns the image at amount 0 and the noise at amount 1', () => {
    const noised = new Float32Array(9).fill(-1);
    corruptInto(pixels, 0, uniform, noised, 0);
    corruptInto(pixels, 1, uniform, noised, 4);
    expect([...noised]).toEqual([0, Math.fround(0.2), Math.fround(128 / 255), 1, 0.5, 0.25, 0.125, 0, -1]);
  });

  it('blends in float64 and rounds once', () => {
    // Figures use amounts that are not float32 values.
    const amount = 0.1;
    const everyValue = Uint8Array.from({ length: 256 }, (_, i) => i);
    const noise = Float64Array.from({ length: 256 }, (_, i) => ((i * 37) % 256) / 256);
    const noised = new Float32Array(256);
    corruptInto(everyValue, amount, noise, noised, 0);
    expect(noised).toEqual(Float32Array.from(noise, (u, x) => (x / 255) * (1 - amount) + u * amount));
    for (const roundedAmount of [Math.fround(amount), 1 - Math.fround(1 - amount)]) {
      const other = Float32Array.from(noise, (u, x) => (x / 255) * (1 - roundedAmount) + u * roundedAmount);
      expect(noised).not.toEqual(other);
    }
  });
});

describe.each([
  ['training', trainingBatch({ ...training, start: 40, size: 5 }), permutation, 40, Purpose.trainNoise, epoch],
  ['test', testBatch({ start: 20, size: 5 }), inOrder, 20, Purpose.testNoise, 0],
] as const)('a batch of %s images', (_, batch, order, start, purpose, round) => {
  it('holds the images in order, scaled to 0..1, with amounts and noise keyed by seed, epoch and sample', () => {
    expect([batch.size, batch.clean.length]).toEqual([5, 5 * PIXELS]);
    for (let i = 0; i < 5; i++) {
      const sample = order[start + i]!;
      const pixels = images.pixels.subarray(sample * PIXELS, (sample + 1) * PIXELS);
      const drawn = new Float64Array(1 + PIXELS);
      fillUniform(drawn, seed, purpose, round, sample);
      const expected = new Float32Array(PIXELS);
      corruptInto(pixels, drawn[0]!, drawn.subarray(1), expected, 0);
      expect(batch.amounts[i]).toBe(drawn[0]);
      expect(batch.clean.subarray(i * PIXELS, (i + 1) * PIXELS)).toEqual(Float32Array.from(pixels, (x) => x / 255));
      expect(batch.noised.subarray(i * PIXELS, (i + 1) * PIXELS)).toEqual(expected);
    }
  });
});

describe('a batch of training images', () => {
  it('has different noise than the same images have as test images', () => {
    const trained = trainingBatch({ permutation: inOrder, seed, epoch: 0, start: 20, size: 4 });
    const test = testBatch({ start: 20, size: 4 });
    expect(test.clean).toEqual(trained.clean);
    expect(test.noised).not.toEqual(trained.noised);
  });

  it('does not depend on the partition of a step into shards', () => {
    const whole = trainingBatch({ ...training, start: 13, size: 96 });
    for (const shards of [1, 2, 3, 4, 5, 7, 96]) {
      for (let shard = 0; shard < shards; shard++) {
        const { start, size } = shardRange(96, shards, shard);
        const part = trainingBatch({ ...training, start: 13 + start, size });
        expect(part.amounts).toEqual(whole.amounts.subarray(start, start + size));
        for (const name of ['clean', 'noised'] as const) {
          const expected = whole[name].subarray(start * PIXELS, (start + size) * PIXELS);
          expect(bytesOf(part[name]).equals(bytesOf(expected))).toBe(true);
        }
      }
    }
  });

  it('has different noise in a different epoch or with a different seed', () => {
    const { amounts, noised } = trainingBatch({ ...training, start: 0, size: 8 });
    for (const other of [{ epoch: 4 }, { seed: 8 }]) {
      const changed = trainingBatch({ ...training, ...other, start: 0, size: 8 });
      expect(changed.amounts).not.toEqual(amounts);
      expect(changed.noised).not.toEqual(noised);
    }
  });

  it('has amounts that are uniform', () => {
    const { amounts } = trainingBatch({ ...training, start: 0, size: 200 });
    const mean = amounts.reduce((sum, amount) => sum + amount, 0) / amounts.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(5 / Math.sqrt(12 * amounts.length));
    expect(amounts.every((amount) => amount >= 0 && amount < 1)).toBe(true);
  });

  it('does not share memory with other batches', () => {
    const first = trainingBatch({ ...training, start: 0, size: 2 });
    const kept = first.noised.slice();
    trainingBatch({ ...training, start: 50, size: 2 });
    expect(first.noised).toEqual(kept);
  });

  it('refuses an index that no image has', () => {
    const order = Uint32Array.of(0, 200);
    expect(() => trainingBatch({ ...training, permutation: order, start: 0, size: 2 })).toThrow(
      'there is no image 200: the dataset has 200',
    );
  });
});
