import type * as tfjs from '@tensorflow/tfjs-node-gpu';
import { describe, expect, it } from 'vitest';

import { NativeOperations } from './native.js';
import { valuesOf, wholeNumbers } from './testing.js';
import { loadForTest } from './testing.js';

const { tf, device } = loadForTest();

describe('NativeOperations', () => {
  it("has oneDNN's operations on common processors, and does without them when told to", () => {
    // Were they silently not found, everything would still be right, and slower.
    if (process.arch === 'x64') expect(new NativeOperations(tf).hasOneDnn).toBe(device.device === 'cpu');
    expect(new NativeOperations(tf, false).hasOneDnn).toBe(false);
  });

  it('leaves no tensor behind', () => {
    const before = tf.memory().numTensors;
    new NativeOperations(tf);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe.each([true, false])('with oneDNN: %s', (oneDnn) => {
  const native = new NativeOperations(tf, oneDnn);

  it.each([1, 2])('a convolution of stride %i adds its bias', (stride) => {
    const x = wholeNumbers<tfjs.Rank.R4>(tf, [2, 6, 8, 3], 16);
    const filter = wholeNumbers<tfjs.Rank.R4>(tf, [5, 5, 3, 4], 64);
    const bias = tf.tensor1d([1, -2, 3, -4]);
    const expected = tf.conv2d(x, filter, stride, 'same').add(bias);
    expect(valuesOf(native.convolve(x, filter, bias, stride))).toEqual(valuesOf(expected));
  });
});
