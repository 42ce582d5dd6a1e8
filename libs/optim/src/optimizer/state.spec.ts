import { describe, expect, it } from 'vitest';
import { InvalidOptimizerStateError, LengthMismatchError } from '../errors.js';
import { adam, adamw, resolveUpdateConfig, sgd, type UpdateOptions } from './config.js';
import { checkOptimizerState, copyOptimizerState, initialOptimizerState, stateVectorNames } from './state.js';

const WEIGHTS = Float32Array.of(3, -4);
const AVERAGED = resolveUpdateConfig({ optimizer: adam({ learningRate: 1 }), emaDecay: 0.9 }, 1);

describe('the state of an optimiser', () => {
  it.each<[UpdateOptions, string[], string[]]>([
    [{ optimizer: sgd({ learningRate: 1 }) }, [], []],
    [{ optimizer: sgd({ learningRate: 1, momentum: 0.9 }), emaDecay: 0.9 }, ['momentum', 'ema'], []],
    [{ optimizer: adamw({ learningRate: 1 }) }, ['m', 'v'], ['beta1Power', 'beta2Power']],
    [{ optimizer: adam({ learningRate: 1 }), emaDecay: 0.9 }, ['m', 'v', 'ema'], ['beta1Power', 'beta2Power']],
  ])('of %j has these vectors: %j', (options, vectors, scalars) => {
    const config = resolveUpdateConfig(options, 1);
    const state = initialOptimizerState(config, WEIGHTS);
    expect(stateVectorNames(config)).toEqual(vectors);
    expect([Object.keys(state.vectors), Object.keys(state.scalars)]).toEqual([vectors, scalars]);
    expect(() => checkOptimizerState(state, config, 2)).not.toThrow();
  });

  it('starts with zeros and with the weights as their average', () => {
    const zeros = new Float32Array(2);
    const { vectors, scalars } = initialOptimizerState(AVERAGED, WEIGHTS);
    expect(vectors).toEqual({ m: zeros, v: zeros, ema: WEIGHTS });
    expect(vectors.ema).not.toBe(WEIGHTS);
    expect(scalars).toEqual({ beta1Power: 1, beta2Power: 1 });
  });

  it('is copied deeply', () => {
    const state = initialOptimizerState(AVERAGED, WEIGHTS);
    const copy = copyOptimizerState(state);
    for (const vector of Object.values(state.vectors)) vector.fill(9);
    state.scalars.beta1Power = 9;
    expect(copy).toEqual(initialOptimizerState(AVERAGED, WEIGHTS));
  });

  it('is refused when it belongs to a different configuration or size', () => {
    const plain = resolveUpdateConfig({ optimizer: sgd({ learningRate: 1 }) }, 1);
    const state = initialOptimizerState(AVERAGED, WEIGHTS);
    expect(() => checkOptimizerState(state, plain, 2)).toThrow(InvalidOptimizerStateError);
    expect(() => checkOptimizerState(state, plain, 2)).toThrow(
      "the optimizer's state has these vectors: m, v, ema; its configuration needs: none",
    );
    expect(() => checkOptimizerState({ ...state, scalars: { beta1Power: 1 } }, AVERAGED, 2)).toThrow(
      "the optimizer's state has these numbers: beta1Power; its configuration needs: beta1Power, beta2Power",
    );
    expect(() => checkOptimizerState(state, AVERAGED, 3)).toThrow(LengthMismatchError);
  });
});
