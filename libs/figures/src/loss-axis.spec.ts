import { expect, it } from 'vitest';

import { lossAxis } from './loss-axis.js';

/** 95 losses of one size and 5 others. */
const mostly = (loss: number, others = loss): number[] => [
  ...Array<number>(95).fill(loss),
  ...Array<number>(5).fill(others),
];

it.each([
  ['most runs', mostly(0.02), 0.1],
  ['a few large losses', mostly(0.02, 40), 0.1],
  ['losses of zero', mostly(0), 0.1],
  ['no known loss', [NaN, Infinity], 0.1],
  ['gaps', [NaN, NaN, NaN, 0.3, 0.3, Infinity], 0.5],
  ['losses just above', mostly(0.11), 0.2],
  ['a cross-entropy', mostly(2.3), 5],
  ['large losses', mostly(1500), 2000],
  ['a power of ten', mostly(1), 1],
  ['losses far below', mostly(0.0099), 0.01],
  ['tiny losses', mostly(9e-6), 1e-5],
])('ends the axis of %s at a round number', (_, losses, max) => {
  expect(lossAxis(losses).max).toBe(max);
});

it.each([
  [0.02, ['0.00', '0.02', '0.04', '0.06', '0.08', '0.10']],
  [0.4, ['0.0', '0.1', '0.2', '0.3', '0.4', '0.5']],
  [4, ['0', '1', '2', '3', '4', '5']],
  [20_000, ['0', '4,000', '8,000', '12,000', '16,000', '20,000']],
  [1.5e-7, ['0', '4e-8', '8e-8', '1.2e-7', '1.6e-7', '2e-7']],
])('labels the ticks for losses of %f', (loss, labels) => {
  const { step, label } = lossAxis(mostly(loss));
  expect([0, 1, 2, 3, 4, 5].map((index) => label(index * step))).toEqual(labels);
});
