import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { InvalidOptimizerStateError, InvalidSliceError, LengthMismatchError } from '../errors.js';
import { bitsOf } from '../testing/gradient-sums.js';
import { GRADIENT, SETTINGS, STEPS, train, updateConfig, WEIGHTS } from '../testing/updates.js';
import { adamInitial, adamStep } from './adam.js';
import { adam, adamw, sgd } from './config.js';
import { gradientScale, meanGradientNorm, NORM_BLOCK, squaresPerBlock } from './norm.js';
import { learningRateAt } from './schedule.js';
import { copyOptimizerState, initialOptimizerState, type OptimizerState } from './state.js';
import { advanceScalars, updateSlice, updateWeights } from './update.js';

const MOMENTS = { learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

describe('updateWeights', () => {
  it('gives the bits of adamStep for plain Adam', () => {
    const { weights, state } = train(updateConfig({ optimizer: adam({ learningRate: 0.01 }) }));
    const expected = WEIGHTS.slice();
    const moments = adamInitial(expected.length);
    for (let step = 0; step < STEPS; step++) adamStep(expected, GRADIENT, 96, moments, MOMENTS);
    expect(bitsOf(weights)).toEqual(bitsOf(expected));
    expect(state).toEqual({
      vectors: { m: moments.m, v: moments.v },
      scalars: { beta1Power: moments.beta1Power, beta2Power: moments.beta2Power },
    });
  });

  it('adds weight decay to the gradient of Adam', () => {
    const { weights } = train(updateConfig({ optimizer: adam({ learningRate: 0.01, weightDecay: 0.3 }) }));
    const expected = WEIGHTS.slice();
    const moments = adamInitial(expected.length);
    for (let step = 0; step < STEPS; step++) {
      const gradient = expected.map((weight, i) => GRADIENT[i]! * (1 / 96) + 0.3 * weight);
      adamStep(expected, gradient, 1, moments, MOMENTS);
    }
    expect(bitsOf(weights)).toEqual(bitsOf(expected));
  });

  it('shrinks the weights before the update of AdamW', () => {
    const { weights } = train(updateConfig({ optimizer: adamw({ learningRate: 0.01, weightDecay: 0.3 }) }));
    const expected = WEIGHTS.slice();
    const moments = adamInitial(expected.length);
    for (let step = 0; step < STEPS; step++) {
      expected.forEach((weight, i) => (expected[i] = weight * (1 - 0.01 * 0.3)));
      adamStep(expected, GRADIENT, 96, moments, MOMENTS);
    }
    expect(bitsOf(weights)).toEqual(bitsOf(expected));
  });

  it('gives the values of gradient descent computed by hand', () => {
    const run = (optimizer: ReturnType<typeof sgd>): number[] => {
      const config = updateConfig({ optimizer });
      const weights = Float32Array.of(8);
      const state = initialOptimizerState(config, weights);
      return [0, 1].map((step) => {
        updateWeights(weights, { vector: Float32Array.of(4), samples: 2 }, step, state, config);
        return weights[0]!;
      });
    };
    expect(run(sgd({ learningRate: 0.5 }))).toEqual([7, 6]);
    expect(run(sgd({ learningRate: 0.5, weightDecay: 0.25 }))).toEqual([6, 4.25]);
    expect(run(sgd({ learningRate: 0.5, momentum: 0.5 }))).toEqual([7, 5.5]);
    expect(run(sgd({ learningRate: 0.5, momentum: 0.5, nesterov: true }))).toEqual([6.5, 4.75]);
  });

  it('reports the norm before clipping, clips to clipNorm, and does not change the gradient sum', () => {
    const config = updateConfig({ optimizer: sgd({ learningRate: 1 }), clipNorm: 0.5 });
    const [weights, vector] = [new Float32Array(2), Float32Array.of(6, -8)];
    const result = updateWeights(weights, { vector, samples: 2 }, 0, initialOptimizerState(config, weights), config);
    expect(result).toEqual({ learningRate: 1, gradientNorm: 5 });
    expect(Math.hypot(...weights)).toBeCloseTo(0.5, 6);
    expect(vector).toEqual(Float32Array.of(6, -8));
  });

  it('averages the weights after each update, starting from the initial ones', () => {
    const config = updateConfig({ optimizer: sgd({ learningRate: 1 }), emaDecay: 0.75 });
    const weights = Float32Array.of(8);
    const state = initialOptimizerState(config, weights);
    for (const [step, average] of [7, 5.25].entries()) {
      updateWeights(weights, { vector: Float32Array.of(4), samples: 1 }, step, state, config);
      expect(state.vectors.ema![0]).toBe(average);
    }
  });

  it.each(SETTINGS)('resumes from a copy with the same bits: %j', (options) => {
    const config = updateConfig(options);
    const half = train(config, 2);
    const kept = { weights: half.weights.slice(), state: copyOptimizerState(half.state) };
    train(config, STEPS, 2, half);
    expect(train(config, STEPS, 2, kept)).toEqual(half);
    expect(half).toEqual(train(config));
  });

  it('refuses a gradient or a state that does not fit and changes nothing', () => {
    const config = updateConfig({ optimizer: adam({ learningRate: 1 }) });
    const weights = Float32Array.of(1, 2);
    const state = initialOptimizerState(config, weights);
    const update = (length: number, other: OptimizerState): unknown =>
      updateWeights(weights, { vector: new Float32Array(length), samples: 1 }, 0, other, config);
    expect(() => update(3, state)).toThrow(LengthMismatchError);
    expect(() => update(2, { ...state, vectors: {} })).toThrow(InvalidOptimizerStateError);
    expect([...weights, state.scalars.beta1Power]).toEqual([1, 2, 1]);
  });
});

describe('updateSlice', () => {
  it.each(SETTINGS)('gives the same bits in slices: %j', (options) => {
    const config = updateConfig(options);
    const whole = train(config);
    const cuts = [0, NORM_BLOCK, WEIGHTS.length];
    const weights = WEIGHTS.slice();
    const state = initialOptimizerState(config, weights);
    // One process holds the whole vector, and another holds only the second slice.
    const own = { weights: weights.slice(NORM_BLOCK), gradient: GRADIENT.slice(NORM_BLOCK) };
    const ownState = initialOptimizerState(config, own.weights);
    for (let step = 0; step < STEPS; step++) {
      const squares = cuts.slice(1).map((end, i) => squaresPerBlock(GRADIENT, cuts[i], end));
      const scale = gradientScale(96, meanGradientNorm(squares, 96), config.clipNorm);
      const factors = { learningRate: learningRateAt(config, step), scale };
      advanceScalars(state, config.optimizer);
      cuts.slice(1).forEach((end, i) => updateSlice(weights, GRADIENT, state, factors, config, cuts[i], end));
      advanceScalars(ownState, config.optimizer);
      updateSlice(own.weights, own.gradient, ownState, factors, config);
    }
    expect({ weights, state }).toEqual(whole);
    expect(own.weights).toEqual(whole.weights.slice(NORM_BLOCK));
  });

  it('refuses a range that does not consist of whole blocks', () => {
    const config = updateConfig({ optimizer: sgd({ learningRate: 1 }) });
    const state = initialOptimizerState(config, WEIGHTS);
    const factors = { learningRate: 1, scale: 1 };
    expect(() => updateSlice(WEIGHTS.slice(), GRADIENT, state, factors, config, 1)).toThrow(InvalidSliceError);
  });
});

it('every optimiser and schedule gives the same bits on every Node version and machine', () => {
  const hash = createHash('sha256');
  for (const options of SETTINGS) {
    const { weights, state } = train(updateConfig(options), STEPS, 0, undefined, (result) =>
      hash.update(JSON.stringify(result)),
    );
    for (const vector of [weights, ...Object.values(state.vectors)]) hash.update(new Uint8Array(vector.buffer));
    hash.update(JSON.stringify(state.scalars));
  }
  expect(hash.digest('hex')).toBe('d5a16de2ed31c16c16c60cf4486a7c56d34ad56f1ee316b26dd4c93d05c7d3d4');
});
