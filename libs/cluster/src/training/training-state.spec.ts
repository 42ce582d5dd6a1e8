import { describe, expect, it } from 'vitest';
import { CONFIG, startState } from '../testing/coordinator.js';
import { copyState, epochLosses } from './training-state.js';

describe('copyState', () => {
  it('shares no memory with the original', () => {
    const state = { ...startState(), losses: [1] };
    const copy = copyState(state);
    expect(copy).toEqual(state);
    for (const vector of [state.weights, state.adam.m, state.adam.v]) vector.fill(9);
    state.losses.push(2);
    state.adam.beta1Power = 0;
    expect(copy).toEqual({ ...startState(), losses: [1] });
  });
});

describe('epochLosses', () => {
  it('are means over samples, of whole epochs only', () => {
    // Steps of 8, 8 and 4 samples.
    expect(epochLosses([], CONFIG)).toEqual([]);
    expect(epochLosses([1, 2], CONFIG)).toEqual([]);
    expect(epochLosses([1, 2, 4], CONFIG)).toEqual([2]);
    expect(epochLosses([1, 2, 4, 5, 5, 5, 7], CONFIG)).toEqual([2, 5]);
  });
});
