import type * as tfjs from '@tensorflow/tfjs-node-gpu';
import { describe, expect, it } from 'vitest';

import { hasOneDnn } from '@lockstep/tensorflow';
import { loadForTest, valuesOf, wholeNumbers } from '@lockstep/tensorflow/testing';

import { narrow, thinConvolve, wideFilterGradient, widen } from './thin-convolution.js';

const { tf } = loadForTest();
const plain = (x: tfjs.Tensor4D, filter: tfjs.Tensor4D): tfjs.Tensor4D => tf.conv2d(x, filter, 1, 'same');

describe.each([
  [4, 4],
  [28, 28],
  [8, 12],
])('a thin convolution of %i x %i pixels', (height, width) => {
  const x = wholeNumbers<tfjs.Rank.R4>(tf, [2, height, width, 3], 16);
  const filter = wholeNumbers<tfjs.Rank.R4>(tf, [5, 5, 3, 1], 64);

  it('is the plain convolution, plus the bias', () => {
    const result = thinConvolve(tf, x, widen(tf, filter.dataSync<'float32'>(), Float32Array.of(7)), hasOneDnn(tf));
    expect(result.shape).toEqual([2, height, width, 1]);
    expect(valuesOf(result)).toEqual(valuesOf(plain(x, filter).add(7)));
  });

  it('has the same gradient with respect to the filter as the plain convolution', () => {
    const dz = wholeNumbers<tfjs.Rank.R4>(tf, [2, height, width, 1], 8);
    const expected = tf.grad((filter) => plain(x, filter as tfjs.Tensor4D))(filter, dz);
    const gradient = narrow(wideFilterGradient(tf, x, dz).dataSync<'float32'>());
    expect(gradient.map((value) => value + 0)).toEqual(valuesOf(expected));
  });
});
