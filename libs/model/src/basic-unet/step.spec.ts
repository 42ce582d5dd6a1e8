import { beforeEach, describe, expect, it } from 'vitest';

import { ParameterLayoutError } from '@lockstep/task';

import { BatchShapeError } from '../errors.js';
import { BASIC_UNET } from './parameters.js';
import { UNetComputer, type TrainingBatch } from './step.js';
import { goldenBatch, goldenVector } from '../testing/golden.js';
import { loadForTest } from '@lockstep/tensorflow/testing';
import { IMAGE_PIXELS } from './unet.js';

const { tf } = loadForTest();
const weights = goldenVector('param');

function gradientOf(computer: UNetComputer, batch: TrainingBatch): { loss: number; gradient: Float32Array } {
  const gradient = new Float32Array(BASIC_UNET.count);
  return { loss: computer.gradient(batch, gradient), gradient };
}

function bytes(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer);
}

function singleImage(index: number): TrainingBatch {
  const cut = (pixels: Float32Array): Float32Array => pixels.slice(index * IMAGE_PIXELS, (index + 1) * IMAGE_PIXELS);
  return { size: 1, clean: cut(goldenBatch.clean), noised: cut(goldenBatch.noised) };
}

describe('UNetComputer', () => {
  let computer: UNetComputer;

  beforeEach(() => {
    computer = new UNetComputer(tf);
    computer.setWeights(weights);
    return () => computer.dispose();
  });

  it('gives the same bits when it computes a shard again', () => {
    const first = gradientOf(computer, goldenBatch);
    gradientOf(computer, singleImage(3));
    const second = gradientOf(computer, goldenBatch);
    expect(second.loss).toBe(first.loss);
    expect(Buffer.compare(bytes(second.gradient), bytes(first.gradient))).toBe(0);
  });

  it('sums over the samples', () => {
    const whole = gradientOf(computer, goldenBatch);
    const sum = new Float64Array(BASIC_UNET.count);
    let loss = 0;
    for (let index = 0; index < goldenBatch.size; index++) {
      const one = gradientOf(computer, singleImage(index));
      loss += one.loss;
      one.gradient.forEach((value, place) => (sum[place]! += value));
    }
    expect(loss).toBeCloseTo(whole.loss, 5);
    const norm = Math.sqrt(sum.reduce((total, value) => total + value ** 2, 0));
    const difference = Math.sqrt(sum.reduce((total, value, place) => total + (value - whole.gradient[place]!) ** 2, 0));
    expect(difference / norm).toBeLessThan(1e-5);
  });

  it('computes with the latest weights after their vector has changed', () => {
    const before = computer.evaluate(goldenBatch);
    const vector = weights.map((value) => value / 2);
    computer.setWeights(vector);
    vector.fill(0);
    const halved = computer.evaluate(goldenBatch);
    expect(halved).not.toBe(before);
    const other = new UNetComputer(tf);
    other.setWeights(weights.map((value) => value / 2));
    expect(other.evaluate(goldenBatch)).toBe(halved);
    other.dispose();
  });

  it('keeps no tensor but the weights', () => {
    const out = new Float32Array(BASIC_UNET.count);
    const before = tf.memory().numTensors;
    for (let step = 0; step < 3; step++) {
      computer.setWeights(weights);
      computer.gradient(goldenBatch, out);
      computer.evaluate(goldenBatch);
      computer.predict(goldenBatch.noised, goldenBatch.size);
      expect(tf.memory().numTensors).toBe(before);
    }
    computer.dispose();
    // Six filters and biases, and the last filter and bias in the layout of the thin convolution.
    expect(tf.memory().numTensors).toBe(before - 14);
  });

  it('refuses vectors and batches of the wrong size', () => {
    expect(() => computer.setWeights(new Float32Array(5))).toThrow(ParameterLayoutError);
    expect(() => computer.gradient(goldenBatch, new Float32Array(5))).toThrow(ParameterLayoutError);
    expect(() => computer.evaluate({ ...goldenBatch, size: 7 })).toThrow(/7 images needs 7 x 784 values in 'clean'/);
    expect(() => computer.predict(goldenBatch.noised, 0)).toThrow(BatchShapeError);
    expect(() => new UNetComputer(tf).evaluate(goldenBatch)).toThrow(/Call setWeights first/);
  });
});
