import { expect, it } from 'vitest';

import { describeWeights, formatCount, formatLoss, formatQuantity } from './text.js';

it.each([
  [0, '0'],
  [999, '999'],
  [1407, '1,407'],
  [60000, '60,000'],
  [1234567, '1,234,567'],
])('writes %i as %s', (value, text) => {
  expect(formatCount(value)).toBe(text);
});

it.each([
  [0, '0.0000'],
  [0.02618, '0.0262'],
  [0.000999, '9.99e-4'],
  [12, '12.0000'],
])('writes the loss %f as %s', (value, text) => {
  expect(formatLoss(value)).toBe(text);
});

it('writes singular and plural', () => {
  expect([0, 1, 1407].map((n) => formatQuantity(n, 'step'))).toEqual(['0 steps', '1 step', '1,407 steps']);
});

it('names the weights of a step', () => {
  expect(describeWeights(0)).toBe('Untrained weights (step 0)');
  expect(describeWeights(1407)).toBe('Weights after training step 1,407');
});
