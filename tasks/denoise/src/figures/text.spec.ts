import { expect, it } from 'vitest';

import { describeDataset } from './text.js';

it('names data sets', () => {
  expect(describeDataset('mnist')).toEqual({ name: 'MNIST', items: 'digits' });
  expect(describeDataset('fashion-mnist')).toEqual({ name: 'Fashion-MNIST', items: 'images' });
  expect(describeDataset('mine')).toEqual({ name: 'mine', items: 'images' });
});
