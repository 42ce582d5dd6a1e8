import { expect, it } from 'vitest';

import { describeWeights, formatCount, formatQuantity } from './text.js';

it.each([
  [0, '0'],
  [999, '999'],
  [1407, '1,407'],
  [60000, '60,000'],
  [1234567, '1,234,567'],
])('writes %i as %s', (value, text) => {
  expect(formatCount(value)).toBe(text);
});

it('knows one from many', () => {
  expect([0, 1, 1407].map((n) => formatQuantity(n, 'step'))).toEqual(['0 steps', '1 step', '1,407 steps']);
});

it('names weights', () => {
  expect(describeWeights(0)).toBe('Untrained weights (step 0)');
  expect(describeWeights(1407)).toBe('Weights after training step 1,407');
});
