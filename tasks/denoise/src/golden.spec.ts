import { expect, it } from 'vitest';
import { goldenHash } from './testing/golden.js';

it('gives the same bits on every Node version and machine', () => {
  expect(goldenHash()).toBe('3a3725710f72de5717353b75c063186234df8e4ef1e2764dbf91c266569893ed');
});
