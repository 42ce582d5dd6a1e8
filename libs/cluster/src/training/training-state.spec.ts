import { describe, expect, it } from 'vitest';
import { workOf } from './step-work.js';
import { CONFIG, startState } from '../testing/coordinator.js';
import { applyUpdate, copyState } from './training-state.js';

describe('copyState', () => {
  it('shares no memory with the original', () => {
    const original = () => ({ ...startState(), epochLosses: [1] });
    const state = original();
    const copy = copyState(state);
    expect(copy).toEqual(state);
    for (const vector of [state.weights, state.adam.m, state.adam.v]) vector.fill(9);
    state.epochLosses.push(2);
    state.adam.beta1Power = 0;
    expect(copy).toEqual(original());
  });
});

describe('the losses of epochs', () => {
  /** Loss sums whose means are not exact in binary. */
  const lossSumOf = (step: number) => Math.fround(1 / (step + 3));

  it('are means over samples, of whole epochs only', () => {
    // Steps of 8, 8 and 4 samples.
    const state = startState();
    const losses = [1, 2, 4, 5, 5, 5, 7].map((loss, step) => {
      const samples = workOf(CONFIG, 'train', step).size;
      applyUpdate(state, { vector: new Float32Array(4), samples, lossSum: loss * samples }, CONFIG);
      return { finished: [...state.epochLosses], sum: state.epochLossSum };
    });
    expect(losses[1]).toEqual({ finished: [], sum: 24 });
    expect(losses[2]).toEqual({ finished: [2], sum: 0 });
    expect(losses[6]).toEqual({ finished: [2, 5], sum: 56 });
  });

  it('are the same float64 values as the sum over the recorded losses of the steps', () => {
    const state = startState();
    const losses: number[] = [];
    for (let step = 0; step < 30; step++) {
      const samples = workOf(CONFIG, 'train', step).size;
      losses.push(applyUpdate(state, { vector: new Float32Array(4), samples, lossSum: lossSumOf(step) }, CONFIG));
    }
    const expected = Array.from({ length: 10 }, (_, epoch) => {
      let sum = 0;
      for (let step = epoch * 3; step < epoch * 3 + 3; step++)
        sum += losses[step]! * workOf(CONFIG, 'train', step).size;
      return sum / CONFIG.trainSamples;
    });
    expect(state.epochLosses).toEqual(expected);
  });
});
