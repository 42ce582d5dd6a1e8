import { expect, it } from 'vitest';
import { goldenHash } from './testing/golden.js';

it('gives the same bits on every Node version and machine', () => {
  expect(goldenHash()).toBe('98fcad6b9543263e5834c74f60cbd26a6d32103dcc1f935a3ee43b71bdbd5a50');
});
