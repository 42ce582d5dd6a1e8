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

describe('a batch of training images', () => {
  it('holds the images of the epoch order, scaled to 0..1', () => {
    const { size, clean } = trainingBatch({ ...training, start: 40, size: 5 });
    expect(size).toBe(5);
    expect(clean.length).toBe(5 * PIXELS);
    for (let i = 0; i < 5; i++) {
      const at = permutation[40 + i]! * PIXELS;
      const expected = Float32Array.from(images.pixels.subarray(at, at + PIXELS), (value) => value / 255);
      expect(clean.subarray(i * PIXELS, (i + 1) * PIXELS)).toEqual(expected);
    }
  });

  it('has amounts and noise keyed by seed, epoch and sample', () => {
    const { noised, amounts } = trainingBatch({ ...training, start: 10, size: 3 });
    for (let i = 0; i < 3; i++) {
      const sample = permutation[10 + i]!;
      const drawn = new Float64Array(1 + PIXELS);
      fillUniform(drawn, seed, Purpose.trainNoise, epoch, sample);
      expect(amounts[i]).toBe(drawn[0]);
      const expected = new Float32Array(PIXELS);
      const pixels = images.pixels.subarray(sample * PIXELS, (sample + 1) * PIXELS);
      corruptInto(pixels, drawn[0]!, drawn.subarray(1), expected, 0);
      expect(noised.subarray(i * PIXELS, (i + 1) * PIXELS)).toEqual(expected);
    }
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

describe('a batch of test images', () => {
  it('holds the images in ascending order, with noise that training does not use', () => {
    const batch = testBatch({ start: 20, size: 4 });
    for (let i = 0; i < 4; i++) {
      const drawn = new Float64Array(1 + PIXELS);
      fillUniform(drawn, seed, Purpose.testNoise, 0, 20 + i);
      expect(batch.amounts[i]).toBe(drawn[0]);
      const expected = new Float32Array(PIXELS);
      const pixels = images.pixels.subarray((20 + i) * PIXELS, (21 + i) * PIXELS);
      corruptInto(pixels, drawn[0]!, drawn.subarray(1), expected, 0);
      expect(batch.noised.subarray(i * PIXELS, (i + 1) * PIXELS)).toEqual(expected);
    }
    const trained = trainingBatch({ permutation: inOrder, seed, epoch: 0, start: 20, size: 4 });
    expect(batch.clean).toEqual(trained.clean);
    expect(batch.noised).not.toEqual(trained.noised);
  });
});
