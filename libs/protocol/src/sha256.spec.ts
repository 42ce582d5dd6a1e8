import { expect, it } from 'vitest';
import { sha256Hex } from './sha256.js';

it('sha256Hex hashes text and views of buffers', () => {
  // FIPS 180-2, example B.1.
  const expected = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  expect(sha256Hex('abc')).toBe(expected);
  expect(sha256Hex(new TextEncoder().encode('_abc_').subarray(1, 4))).toBe(expected);
});
