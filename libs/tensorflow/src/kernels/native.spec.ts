import type * as tfjs from '@tensorflow/tfjs-node-gpu';
import { describe, expect, it } from 'vitest';

import { loadForTest, valuesOf, wholeNumbers } from '../testing.js';
import { convolutionAttributes, convolveForward, hasOneDnn } from './index.js';

const { tf, device } = loadForTest();

describe('hasOneDnn', () => {
  it.runIf(process.arch === 'x64')("finds oneDNN's operations on a CPU", () => {
    // Without them all results would still be right, but slower to compute.
    expect(hasOneDnn(tf)).toBe(device.device === 'cpu');
  });

  it('leaves no tensor behind', () => {
    const before = tf.memory().numTensors;
    // The answer is kept for each tf, so a copy of tf makes the probe run.
    hasOneDnn(Object.create(tf) as typeof tf);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe.each([true, false].filter((oneDnn) => !oneDnn || hasOneDnn(tf)))('with oneDNN: %s', (oneDnn) => {
  it.each([1, 2])('a convolution of stride %i adds its bias', (stride) => {
    const x = wholeNumbers<tfjs.Rank.R4>(tf, [2, 6, 8, 3], 16);
    const filter = wholeNumbers<tfjs.Rank.R4>(tf, [5, 5, 3, 4], 64);
    const bias = tf.tensor1d([1, -2, 3, -4]);
    const expected = tf.conv2d(x, filter, stride, 'same').add(bias);
    const result = convolveForward(tf, x, filter, bias, convolutionAttributes(stride, 'SAME'), oneDnn);
    expect(valuesOf(result)).toEqual(valuesOf(expected));
  });
});
