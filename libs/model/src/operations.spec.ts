import type * as tfjs from '@tensorflow/tfjs-node-gpu';
import { describe, expect, it } from 'vitest';

import { createOperations } from './operations.js';
import { loadForTest } from './testing/tensorflow.js';

const { tf } = loadForTest();
const operations = createOperations(tf);

/** Whole numbers from a fixed sequence: sums of them are exact, so that results can be compared bit by bit. */
function wholeNumbers(shape: [number, number, number, number], spread: number): tfjs.Tensor4D {
  const size = shape.reduce((product, length) => product * length, 1);
  const values = Float32Array.from(
    { length: size },
    (_, index) => ((Math.imul(index + 1, 2_654_435_761) >>> 8) % spread) - spread / 2,
  );
  return tf.tensor4d(values, shape);
}

/** The gradient's values; -0 becomes 0, since a gradient that is nothing may have either sign. */
function gradientOf(f: (x: tfjs.Tensor4D) => tfjs.Tensor, x: tfjs.Tensor4D, dy: tfjs.Tensor): Float32Array {
  const gradient = tf.grad((input) => f(input as tfjs.Tensor4D))(x, dy);
  return gradient.dataSync<'float32'>().map((value) => value + 0);
}

describe('upsample', () => {
  const x = wholeNumbers([2, 3, 4, 5], 100);

  it('repeats every pixel in a 2x2 square', () => {
    const expected = tf.image.resizeNearestNeighbor(x, [6, 8]);
    expect(operations.upsample(x).shape).toEqual([2, 6, 8, 5]);
    expect(operations.upsample(x).dataSync()).toEqual(expected.dataSync());
  });

  it('sums the gradient of each square', () => {
    const dy = wholeNumbers([2, 6, 8, 5], 1000);
    const at = (n: number, row: number, column: number, channel: number): number =>
      dy.dataSync()[((n * 6 + row) * 8 + column) * 5 + channel]!;
    const expected = new Float32Array(x.size);
    for (let index = 0; index < expected.length; index++) {
      const [channel, column, row, n] = [index % 5, ((index / 5) % 4) | 0, ((index / 20) % 3) | 0, (index / 60) | 0];
      const [top, left] = [2 * row, 2 * column];
      expected[index] =
        at(n, top, left, channel) +
        at(n, top, left + 1, channel) +
        at(n, top + 1, left, channel) +
        at(n, top + 1, left + 1, channel);
    }
    expect(gradientOf(operations.upsample, x, dy)).toEqual(expected);
  });
});

describe('maxPool', () => {
  // Few different values, so that most windows have several maxima.
  const x = wholeNumbers([3, 8, 6, 7], 4);

  it('takes the largest of each window', () => {
    expect(operations.maxPool(x).dataSync()).toEqual(tf.maxPool(x, 2, 2, 'valid').dataSync());
    expect(operations.maxPool(x).shape).toEqual([3, 4, 3, 7]);
  });

  it('gives the gradient to the first maximum in row order, like the kernel', () => {
    const dy = wholeNumbers([3, 4, 3, 7], 1000);
    const expected = gradientOf((input) => tf.maxPool(input, 2, 2, 'valid'), x, dy);
    expect(gradientOf(operations.maxPool, x, dy)).toEqual(expected);
  });

  it('breaks each kind of tie as PyTorch does', () => {
    const one = tf.ones([1, 1, 1, 1]);
    const winner = (window: number[]): number =>
      gradientOf(operations.maxPool, tf.tensor4d(window, [1, 2, 2, 1]), one).indexOf(1);
    expect(winner([5, 5, 5, 5])).toBe(0);
    expect(winner([1, 5, 5, 1])).toBe(1);
    expect(winner([1, 1, 5, 5])).toBe(2);
    expect(winner([1, 2, 3, 4])).toBe(3);
  });
});

describe('biasSilu', () => {
  const x = wholeNumbers([2, 3, 3, 4], 64).div<tfjs.Tensor4D>(8);
  const bias = tf.tensor1d([-1.5, 0, 0.25, 3]);
  const plain = (x: tfjs.Tensor, bias: tfjs.Tensor): tfjs.Tensor => x.add(bias).mul(x.add(bias).sigmoid());
  const ours = (x: tfjs.Tensor, bias: tfjs.Tensor): tfjs.Tensor =>
    operations.biasSilu(x as tfjs.Tensor4D, bias as tfjs.Tensor1D);

  it('is z * sigmoid(z)', () => {
    expect(ours(x, bias).dataSync()).toEqual(plain(x, bias).dataSync());
  });

  it('has the gradients that tfjs derives from the formula', () => {
    const dy = wholeNumbers([2, 3, 3, 4], 16);
    const expected = tf.grads(plain)([x, bias], dy);
    const actual = tf.grads(ours)([x, bias], dy);
    actual.forEach((gradient, index) => {
      expect(tf.max(gradient.sub(expected[index]!).abs()).dataSync()[0]).toBeLessThan(2e-5);
    });
  });
});
