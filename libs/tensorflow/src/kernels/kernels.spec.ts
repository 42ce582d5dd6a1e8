/** Compares each kernel and its gradients with the same computation, composed of tfjs' own operations. */
import type * as tfjs from '@tensorflow/tfjs-node-gpu';
import { describe, expect, it } from 'vitest';

import { loadForTest } from '../testing.js';
import { attention, convolve, groupNorm, linear, silu, upsampleNearest } from './index.js';
import { addBias } from './linear.js';

const { tf } = loadForTest();

type Tensors = tfjs.Tensor[];
type Compute = (...inputs: Tensors) => tfjs.Tensor;

function random(shape: number[], seed: number, mean = 0): tfjs.Tensor {
  return tf.randomNormal(shape, mean, 1, 'float32', seed);
}

/** Returns the result, and the gradients of its weighted sum. */
function resultsOf(compute: Compute, inputs: Tensors): Float32Array[] {
  const value = compute(...inputs);
  const weights = random(value.shape, 99);
  const gradients = tf.grads((...args: Tensors) =>
    compute(...args)
      .mul(weights)
      .sum(),
  )(inputs);
  return [value, ...gradients].map((tensor) => tensor.dataSync<'float32'>().slice());
}

function expectEqual(kernel: Compute, composed: Compute, inputs: Tensors, tolerance = 1e-5): void {
  const before = tf.memory().numTensors;
  const [actual, again, expected] = [kernel, kernel, composed].map((compute) => {
    let results: Float32Array[] = [];
    tf.tidy(() => void (results = resultsOf(compute, inputs)));
    return results;
  }) as [Float32Array[], Float32Array[], Float32Array[]];
  expect(tf.memory().numTensors).toBe(before);
  expect(again).toEqual(actual);
  expected.forEach((values, index) => {
    const scale = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
    const error = actual[index]!.reduce((most, value, i) => Math.max(most, Math.abs(value - values[i]!)), 0);
    expect(actual[index]).toHaveLength(values.length);
    expect(error / scale, index === 0 ? 'result' : `gradient ${index}`).toBeLessThan(tolerance);
  });
}

describe('kernels with their own gradients', () => {
  it('silu', () => {
    expectEqual(
      (x) => silu(tf, x),
      (x) => x.mul(x.sigmoid()),
      [random([3, 50], 1)],
    );
  });

  it('addBias and linear', () => {
    const inputs = [random([2, 5, 7], 1), random([7], 2)];
    expectEqual(
      (x, b) => addBias(tf, x, b as tfjs.Tensor1D),
      (x, b) => x.add(b),
      inputs,
    );
    expectEqual(
      (x, w, b) => linear(tf, x, w as tfjs.Tensor2D, b as tfjs.Tensor1D),
      (x, w, b) =>
        tf
          .matMul(x.reshape([10, 7]), w)
          .add(b)
          .reshape([2, 5, 4]),
      [random([2, 5, 7], 1), random([7, 4], 2), random([4], 3)],
    );
  });

  it('upsampleNearest', () => {
    expectEqual(
      (x) => upsampleNearest(tf, x as tfjs.Tensor4D),
      (x) => tf.image.resizeNearestNeighbor(x as tfjs.Tensor4D, [6, 10]),
      [random([2, 3, 5, 4], 1)],
    );
  });

  it.each([
    { size: [8, 6], stride: 1, padding: 'same' as const, zeros: 1 },
    { size: [8, 6], stride: 2, padding: [1, 1] as const, zeros: [1, 1] },
    { size: [7, 5], stride: 2, padding: [1, 1] as const, zeros: [1, 1] },
    { size: [8, 6], stride: 2, padding: [0, 1] as const, zeros: [0, 1] },
  ])('convolve: $size, stride $stride, padding $padding', ({ size, stride, padding, zeros }) => {
    const edge = (typeof zeros === 'number' ? [zeros, zeros] : zeros) as [number, number];
    expectEqual(
      (x, w, b) => convolve(tf, x as tfjs.Tensor4D, w as tfjs.Tensor4D, b as tfjs.Tensor1D, { stride, padding }),
      (x, w, b) =>
        tf.conv2d(tf.pad(x as tfjs.Tensor4D, [[0, 0], edge, edge, [0, 0]]), w as tfjs.Tensor4D, stride, 'valid').add(b),
      [random([2, ...size, 3], 1), random([3, 3, 3, 4], 2), random([4], 3)],
    );
  });

  it.each([
    { groups: 6, activation: undefined, mean: 0 },
    { groups: 3, activation: 'silu' as const, mean: 0 },
    { groups: 1, activation: 'silu' as const, mean: 100 },
  ])('groupNorm: $groups groups, $activation, mean $mean', ({ groups, activation, mean }) => {
    const composed: Compute = (x, w, b) => {
      const joined = x.reshape([2, 20, groups, 6 / groups]);
      const { mean: average, variance } = tf.moments(joined, [1, 3], true);
      const normed = joined.sub(average).div(variance.add(1e-3).sqrt()).reshape(x.shape).mul(w).add(b);
      return activation ? normed.mul(normed.sigmoid()) : normed;
    };
    const options = { groups, epsilon: 1e-3, ...(activation && { activation }) };
    expectEqual(
      (x, w, b) => groupNorm(tf, x, w as tfjs.Tensor1D, b as tfjs.Tensor1D, options),
      composed,
      [random([2, 4, 5, 6], 1, mean), random([6], 2), random([6], 3)],
      mean > 0 ? 1e-3 : 2e-5, // float32 values near 100 keep five digits after the mean is subtracted
    );
  });

  it('attention', () => {
    const split = (x: tfjs.Tensor): tfjs.Tensor => x.reshape([3, 10, 2, 4]).transpose([0, 2, 1, 3]);
    const composed: Compute = (q, k, v) => {
      const scores = tf.matMul(split(q), split(k), false, true).div(2);
      return tf.matMul(tf.softmax(scores), split(v)).transpose([0, 2, 1, 3]).reshape([3, 10, 8]);
    };
    expectEqual(
      (q, k, v) => attention(tf, q as tfjs.Tensor3D, k as tfjs.Tensor3D, v as tfjs.Tensor3D, { heads: 2 }),
      composed,
      [random([3, 10, 8], 1), random([3, 10, 8], 2), random([3, 10, 8], 3)],
    );
  });

  it('refuse groups and heads that do not divide the channels', () => {
    const [x, one] = [tf.ones<tfjs.Rank.R3>([1, 2, 6]), tf.ones<tfjs.Rank.R1>([6])];
    expect(() => groupNorm(tf, x, one, one, { groups: 4, epsilon: 0 })).toThrow('4 groups do not divide 6 channels');
    expect(() => attention(tf, x, x, x, { heads: 4 })).toThrow('4 heads do not divide 6 channels');
  });
});
