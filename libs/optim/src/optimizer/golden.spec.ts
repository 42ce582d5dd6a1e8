/**
 * Compares the optimisers with PyTorch 2.11. The metadata of fixtures/optimizers-case.safetensors describes the cases that PyTorch
 * computed. The environment variable LOCKSTEP_GOLDEN_OPTIMIZERS names an additional file of the same form.
 */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseCase, readOptimizerCases } from '../testing/optimizer-cases.js';
import { initialOptimizerState } from './state.js';
import { updateWeights } from './update.js';

const FIXTURE = fileURLToPath(new URL('../../fixtures/optimizers-case.safetensors', import.meta.url));
const FURTHER_FILE = process.env.LOCKSTEP_GOLDEN_OPTIMIZERS;

type Vector = Float32Array | Float64Array;

function relativeL2(actual: Vector, expected: Vector): number {
  let [difference, norm] = [0, 0];
  expected.forEach((value, i) => {
    difference += (actual[i]! - value) ** 2;
    norm += value ** 2;
  });
  return Math.sqrt(difference / norm);
}

describe.each(FURTHER_FILE ? [FIXTURE, FURTHER_FILE] : [FIXTURE])('the optimisers of %s', (path) => {
  const { initial, gradients, cases } = readOptimizerCases(path);
  console.log(`golden optimisers: ${path}`);

  it.each(cases)('$name', ({ name, config, rows }) => {
    const [parameters, learningRates] = [rows('parameters'), rows('learning_rates')];
    const [norms, averages] = [rows('norms'), rows('ema')];
    expect(parameters, `${name}.parameters`).toHaveLength(gradients.length);
    expect(learningRates, `${name}.learning_rates`).toHaveLength(gradients.length);
    if (config.clipNorm !== undefined) expect(norms, `${name}.norms`).toHaveLength(gradients.length);
    if (config.emaDecay !== undefined) expect(averages, `${name}.ema`).toHaveLength(gradients.length);
    const weights = initial.slice();
    const state = initialOptimizerState(config, weights);
    const errors = { parameters: 0, learningRates: 0, norms: 0, ema: 0 };
    const note = (what: keyof typeof errors, error: number): void => {
      // The negated comparison records a NaN too.
      if (!(error <= errors[what])) errors[what] = error;
    };
    gradients.forEach((vector, step) => {
      const { learningRate, gradientNorm } = updateWeights(weights, { vector, samples: 1 }, step, state, config);
      note('parameters', relativeL2(weights, parameters![step]!));
      note('learningRates', Math.abs(learningRate - learningRates![step]![0]!));
      if (norms) note('norms', Math.abs(gradientNorm / norms[step]![0]! - 1));
      if (averages) note('ema', relativeL2(state.vectors.ema!, averages[step]!));
    });
    console.log(`${name}: largest errors ${JSON.stringify(errors)}`);
    expect(errors.parameters).toBeLessThan(2e-6);
    expect(errors.learningRates).toBeLessThan(1e-12);
    expect(errors.norms).toBeLessThan(1e-6);
    expect(errors.ema).toBeLessThan(2e-6);
  });
});

describe('a case', () => {
  it('can set every option of an update', () => {
    const options = {
      ...{ optimizer: 'adamw', lr: 0.1, betas: [0.8, 0.9], eps: 1e-6, weight_decay: 0.2 },
      ...{ schedule: 'step', step_size: 3, gamma: 0.5, warmup_steps: 2, clip_norm: 4, decay: 0.7, formula: 'text' },
    };
    expect(parseCase('mine', options, 30)).toEqual({
      optimizer: { kind: 'adamw', learningRate: 0.1, beta1: 0.8, beta2: 0.9, epsilon: 1e-6, weightDecay: 0.2 },
      schedule: { kind: 'step', everySteps: 3, gamma: 0.5, warmupSteps: 2 },
      clipNorm: 4,
      emaDecay: 0.7,
    });
    expect(parseCase('sgd_x', { lr: 1, schedule: 'cosine' }, 30).schedule).toMatchObject({ totalSteps: 30 });
  });

  it.each([
    ['adam_x', { lr: 1, amsgrad: true }, 'case adam_x has the unknown option amsgrad; known are lr, '],
    ['adam', { lr: 1, step_size: 3 }, 'schedule.everySteps is not an option of this schedule'],
    ['rmsprop', { lr: 1 }, 'optimizer.kind is "rmsprop", expected one of sgd, adam, adamw'],
    ['adam', { lr: 1, schedule: 'cyclic' }, 'schedule.kind is "cyclic", expected one of constant, linear, '],
  ])('%s with %j is refused', (name, options, message) => {
    expect(() => parseCase(name, options, 30)).toThrow(message);
  });
});
