import { adamInitial, adamStep } from '@lockstep/optim';
import { loadForTest } from '@lockstep/tensorflow/testing';
import { describe, expect, it } from 'vitest';

import { distance, largestDifference, norm } from '../testing/golden-case.js';
import { BASIC_UNET } from './parameters.js';
import { UNetComputer } from './step.js';
import { goldenBatch, goldenTensor, goldenVector } from '../testing/golden.js';

const { tf } = loadForTest();

function computerAt(weights: Float32Array): UNetComputer {
  const computer = new UNetComputer(tf);
  computer.setWeights(weights);
  return computer;
}

function relativeL2(actual: Float32Array, expected: Float32Array): number {
  return distance(actual, expected) / norm(expected);
}

describe('BasicUNet against PyTorch', () => {
  it('predicts the same images within 1e-5', () => {
    const prediction = computerAt(goldenVector('param')).predict(goldenBatch.noised, goldenBatch.size);
    expect(largestDifference(prediction, goldenTensor('pred'))).toBeLessThan(1e-5);
  });

  it('has the same loss and gradients within 1e-4', () => {
    const gradient = new Float32Array(goldenVector('grad').length);
    const computer = computerAt(goldenVector('param'));
    const lossSum = computer.gradient(goldenBatch, gradient);
    const loss = goldenTensor('loss')[0]!;

    expect(Math.abs(lossSum / goldenBatch.size - loss) / loss).toBeLessThan(1e-5);
    expect(computer.evaluate(goldenBatch)).toBe(lossSum);
    const mean = gradient.map((value) => value / goldenBatch.size);
    const expected = goldenVector('grad');
    for (const { name, offset, size } of BASIC_UNET.specs) {
      const error = relativeL2(mean.subarray(offset, offset + size), expected.subarray(offset, offset + size));
      expect(error, name).toBeLessThan(1e-4);
    }
  });

  it('has the same losses and parameters over three Adam updates', () => {
    const weights = goldenVector('param');
    const start = weights.slice();
    const gradient = new Float32Array(weights.length);
    const state = adamInitial(weights.length);
    const computer = computerAt(weights);
    for (const expected of goldenTensor('adam_losses')) {
      const loss = computer.gradient(goldenBatch, gradient) / goldenBatch.size;
      expect(Math.abs(loss - expected) / expected).toBeLessThan(1e-5);
      adamStep(weights, gradient, goldenBatch.size, state, {
        learningRate: 1e-3,
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-8,
      });
      computer.setWeights(weights);
    }
    // Compares the changes of the weights, because the weights themselves hardly change in three steps.
    const change = weights.map((value, index) => value - start[index]!);
    const expected = goldenVector('adam3').map((value, index) => value - start[index]!);
    expect(relativeL2(change, expected)).toBeLessThan(1e-4);
  });
});
