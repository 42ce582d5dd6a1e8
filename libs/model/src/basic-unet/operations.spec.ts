import { hasOneDnn } from '@lockstep/tensorflow';
import { loadForTest, valuesOf, wholeNumbers } from '@lockstep/tensorflow/testing';
import type * as tfjs from '@tensorflow/tfjs-node-gpu';
import { describe, expect, it } from 'vitest';

import { Operations } from './operations.js';

const { tf } = loadForTest();

describe.each([true, false].filter((oneDnn) => !oneDnn || hasOneDnn(tf)))('with oneDNN: %s', (oneDnn) => {
  const operations = new Operations(tf, oneDnn);

  describe.each([
    ['a thin layer', 28, 8, 1],
    ['a thin layer of another size', 6, 8, 1],
    ['a layer', 14, 3, 5],
  ])('%s', (_, size, inputs, outputs) => {
    const x = wholeNumbers<tfjs.Rank.R4>(tf, [2, size, size, inputs], 64).div<tfjs.Tensor4D>(32);
    const filter = wholeNumbers<tfjs.Rank.R4>(tf, [5, 5, inputs, outputs], 64).div<tfjs.Tensor4D>(128);
    const bias = wholeNumbers<tfjs.Rank.R1>(tf, [outputs], 64).div<tfjs.Tensor1D>(32);
    const parameters = operations.parameters(filter.dataSync<'float32'>(), filter.shape, bias.dataSync<'float32'>());
    const plain = (x: tfjs.Tensor, filter: tfjs.Tensor, bias: tfjs.Tensor): tfjs.Tensor => {
      const z = tf.conv2d(x as tfjs.Tensor4D, filter as tfjs.Tensor4D, 1, 'same').add(bias);
      return z.mul(z.sigmoid());
    };

    it('is z * sigmoid(z) of the convolution and bias', () => {
      expect(valuesOf(operations.layer(x, parameters).value)).toEqual(valuesOf(plain(x, filter, bias)));
    });

    it('has the gradients that tfjs derives from the formula', () => {
      const dy = wholeNumbers<tfjs.Rank.R4>(tf, [2, size, size, outputs], 16);
      const expected = tf.grads(plain)([x, filter, bias], dy);
      const gradients = operations.layer(x, parameters).backward(dy);
      const input = gradients.input();
      expect(input.shape).toEqual(x.shape);
      [input.dataSync<'float32'>(), gradients.filter(), gradients.bias()].forEach((gradient, index) => {
        expect(gradient).toHaveLength(expected[index]!.size);
        expect(relativeError(gradient, expected[index]!.dataSync<'float32'>())).toBeLessThan(1e-6);
      });
    });

    it('frees its intermediate tensors once its gradients are computed', () => {
      const dy = tf.ones<tfjs.Rank.R4>([2, size, size, outputs]);
      tf.tidy(() => {
        const { backward } = operations.layer(x, parameters);
        const before = tf.memory().numBytes;
        backward(dy).input();
        // Allocated: dx and the gradients of the parameters. Freed: z and sigmoid(z).
        const filterGradient = parameters.wide && size % 4 === 0 ? parameters.wide.filter : filter;
        const allocated = 4 * (x.size + filterGradient.size + bias.size);
        expect(tf.memory().numBytes).toBeLessThanOrEqual(before + allocated - 2 * 4 * dy.size + 2000);
      });
    });
  });
});

describe('upsampling', () => {
  const operations = new Operations(tf);
  const x = wholeNumbers<tfjs.Rank.R4>(tf, [2, 3, 4, 5], 100);
  const y = wholeNumbers<tfjs.Rank.R4>(tf, [2, 6, 8, 5], 100);

  it('adds each pixel to a 2x2 square', () => {
    const expected = tf.image.resizeNearestNeighbor(x, [6, 8]).add(y);
    expect(operations.upsampleAdd(x, y).shape).toEqual([2, 6, 8, 5]);
    expect(valuesOf(operations.upsampleAdd(x, y))).toEqual(valuesOf(expected));
  });

  it('sums the gradient of each square', () => {
    const dy = wholeNumbers<tfjs.Rank.R4>(tf, [2, 6, 8, 5], 1000);
    const expected = tf.sum(dy.reshape([6, 2, 4, 2, 5]), [1, 3]).reshape(x.shape);
    const gradient = operations.upsampleGradient(dy);
    expect(gradient.shape).toEqual([2, 3, 4, 5]);
    expect(valuesOf(gradient)).toEqual(valuesOf(expected));
  });
});

/** Returns the largest difference, divided by the largest expected value. */
function relativeError(actual: Float32Array, expected: Float32Array): number {
  const largest = (values: Float32Array): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return largest(actual.map((value, index) => value - expected[index]!)) / largest(expected);
}
