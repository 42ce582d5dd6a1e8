import { hasOneDnn } from '@lockstep/tensorflow';
import { loadForTest, valuesOf, wholeNumbers } from '@lockstep/tensorflow/testing';
import type * as tfjs from '@tensorflow/tfjs-node-gpu';
import { describe, expect, it } from 'vitest';

import { comparedMaxPool, placedMaxPool, type Pooled } from './max-pool.js';

const { tf } = loadForTest();
const compared = (x: tfjs.Tensor4D): Pooled => comparedMaxPool(tf, x);
const placed = (x: tfjs.Tensor4D): Pooled => placedMaxPool(tf, x);

describe.each([['compared', compared], ...(hasOneDnn(tf) ? [['placed', placed] as const] : [])] as const)(
  'max-pooling, %s',
  (_, pool) => {
    // Few different values, so that most windows have several maxima.
    const x = wholeNumbers<tfjs.Rank.R4>(tf, [3, 8, 6, 32], 4);

    it('takes the largest of each window', () => {
      const { value } = pool(x);
      expect(value.shape).toEqual([3, 4, 3, 32]);
      expect(valuesOf(value)).toEqual(valuesOf(tf.maxPool(x, 2, 2, 'valid')));
    });

    it("gives the gradient to the first maximum in row order, like TensorFlow's kernel", () => {
      const dy = wholeNumbers<tfjs.Rank.R4>(tf, [3, 4, 3, 32], 1000);
      const expected = tf.grad((input) => tf.maxPool(input as tfjs.Tensor4D, 2, 2, 'valid'))(x, dy);
      expect(valuesOf(pool(x).backward(dy))).toEqual(valuesOf(expected));
    });

    it.each([1, 7, 32])('breaks each kind of tie as PyTorch does, with %i channels', (channels) => {
      const winner = (window: number[]): number => {
        const x = tf.tensor4d(window, [1, 2, 2, 1]).tile<tfjs.Tensor4D>([1, 1, 1, channels]);
        return valuesOf(pool(x).backward(tf.ones([1, 1, 1, channels]))).indexOf(1) / channels;
      };
      expect(winner([5, 5, 5, 5])).toBe(0);
      expect(winner([1, 5, 5, 1])).toBe(1);
      expect(winner([1, 1, 5, 5])).toBe(2);
      expect(winner([1, 2, 3, 4])).toBe(3);
    });
  },
);
