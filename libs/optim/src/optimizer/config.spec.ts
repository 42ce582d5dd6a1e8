import { describe, expect, it } from 'vitest';
import { InvalidUpdateConfigError } from '../errors.js';
import { adam, adamw, resolveUpdateConfig, sgd, type UpdateOptions } from './config.js';

const ADAM = adam({ learningRate: 1e-3 });

describe('the optimisers', () => {
  it("have PyTorch's defaults", () => {
    const moments = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
    expect(sgd({ learningRate: 1 })).toEqual({
      ...{ kind: 'sgd', learningRate: 1, momentum: 0, nesterov: false, weightDecay: 0 },
    });
    expect(adam({ learningRate: 1 })).toEqual({ kind: 'adam', learningRate: 1, ...moments, weightDecay: 0 });
    expect(adamw({ learningRate: 1 })).toEqual({ kind: 'adamw', learningRate: 1, ...moments, weightDecay: 0.01 });
    expect(adamw({ learningRate: 1, weightDecay: 0, beta1: 0.5 })).toMatchObject({ weightDecay: 0, beta1: 0.5 });
  });

  it('refuse unknown and invalid options at construction', () => {
    const misspelt = { learningRate: 1, weight_decay: 1 };
    expect(() => adamw(misspelt)).toThrow(InvalidUpdateConfigError);
    expect(() => adamw(misspelt)).toThrow(
      'optimizer.weight_decay is not an option of this optimizer, which has kind, learningRate, beta1, beta2, epsilon, weightDecay',
    );
    expect(() => sgd({ learningRate: 1, nesterov: true })).toThrow(
      'optimizer.nesterov is true, which needs a momentum',
    );
    expect(() => sgd({ learningRate: NaN })).toThrow('optimizer.learningRate is NaN, expected a finite number');
  });
});

describe('resolveUpdateConfig', () => {
  it('fills in every default and accepts its own result', () => {
    const options: UpdateOptions = { optimizer: { kind: 'adam', learningRate: 1e-3 }, schedule: { kind: 'cosine' } };
    const config = resolveUpdateConfig(options, 500);
    expect(config).toEqual({ optimizer: ADAM, schedule: { kind: 'cosine', totalSteps: 500, warmupSteps: 0 } });
    // The schedule keeps the total steps of a saved configuration when the run is extended.
    expect(resolveUpdateConfig(JSON.parse(JSON.stringify(config)) as UpdateOptions, 900)).toEqual(config);
    expect(resolveUpdateConfig({ optimizer: sgd({ learningRate: 1 }), clipNorm: 2, emaDecay: 0.9 }, 1)).toEqual({
      optimizer: sgd({ learningRate: 1 }),
      schedule: { kind: 'constant', warmupSteps: 0 },
      clipNorm: 2,
      emaDecay: 0.9,
    });
    const schedule = { kind: 'step', everySteps: 3 } as const;
    expect(resolveUpdateConfig({ optimizer: ADAM, schedule }, 1).schedule).toMatchObject({ gamma: 0.1 });
  });

  it.each([
    [{}, 'optimizer is undefined, expected an object'],
    [{ optimizer: 'adam' }, 'optimizer is "adam", expected an object'],
    [{ optimizer: {} }, 'optimizer.kind is undefined, expected one of sgd, adam, adamw'],
    [{ optimizer: { kind: 'toString' } }, 'optimizer.kind is "toString", expected one of'],
    [{ optimizer: { kind: 'adam' } }, 'optimizer.learningRate is undefined, expected a finite number of at least 0'],
    [{ optimizer: { ...ADAM, learningRate: '1' } }, 'optimizer.learningRate is "1", expected a finite number'],
    [{ optimizer: { ...ADAM, learningRate: Infinity } }, 'optimizer.learningRate is Infinity, expected a finite'],
    [{ optimizer: { ...ADAM, beta1: 1 } }, 'optimizer.beta1 is 1, expected a number of at least 0 and below 1'],
    [{ optimizer: { ...ADAM, beta2: -0.1 } }, 'optimizer.beta2 is -0.1, expected a number of at least 0 and below 1'],
    [{ optimizer: { ...ADAM, epsilon: undefined } }, 'optimizer.epsilon is undefined, expected a finite number'],
    [{ optimizer: { ...ADAM, momentum: 0.9 } }, 'optimizer.momentum is not an option of this optimizer'],
    [{ optimizer: sgd({ learningRate: 1 }), beta1: 0 }, 'beta1 is not an option of an update, which has optimizer, '],
    [{ optimizer: { kind: 'sgd', learningRate: 1, nesterov: 1 } }, 'optimizer.nesterov is 1, expected true or false'],
    [{ optimizer: ADAM, clipNorm: 0 }, 'clipNorm is 0, expected a finite number above 0'],
    [{ optimizer: ADAM, emaDecay: 1 }, 'emaDecay is 1, expected a number of at least 0 and below 1'],
    [{ optimizer: ADAM, schedule: { kind: 'poly' } }, 'schedule.kind is "poly", expected one of constant, linear, '],
    [{ optimizer: ADAM, schedule: { kind: 'step' } }, 'schedule.everySteps is undefined, expected a whole number'],
    [{ optimizer: ADAM, schedule: { kind: 'exponential' } }, 'schedule.gamma is undefined, expected a number above 0'],
    [{ optimizer: ADAM, schedule: { kind: 'constant', totalSteps: 5 } }, 'schedule.totalSteps is not an option of'],
    [{ optimizer: ADAM, schedule: { kind: 'linear', warmupSteps: 1.5 } }, 'schedule.warmupSteps is 1.5, expected a'],
    [
      { optimizer: ADAM, schedule: { kind: 'cosine', warmupSteps: 100 } },
      'schedule.totalSteps is 100, expected more than the 100 steps of the warm-up',
    ],
  ])('refuses %j', (options, message) => {
    const resolve = () => resolveUpdateConfig(options as UpdateOptions, 100);
    expect(resolve).toThrow(InvalidUpdateConfigError);
    expect(resolve).toThrow(message);
  });
});
