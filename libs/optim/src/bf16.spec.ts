import { describe, expect, it } from 'vitest';
import { roundToBf16 } from './bf16.js';
import { bf16Of, bitsOf, lcg } from './testing/gradient-sums.js';

function rounded(values: Float32Array): number[] {
  const copy = values.slice();
  roundToBf16(copy);
  return bitsOf(copy);
}

function ofBits(...words: number[]): Float32Array {
  return new Float32Array(Uint32Array.from(words).buffer);
}

/** Compares numbers, not bits, because the payload of a NaN may change. Reports only the first difference. */
function expectDefinition(words: Uint32Array): void {
  const values = new Float32Array(words.buffer);
  const expected = values.map(bf16Of);
  roundToBf16(values);
  const wrong = values.findIndex((value, i) => !Object.is(value, expected[i]));
  expect([wrong, values[wrong]]).toEqual([-1, undefined]);
}

describe('roundToBf16', () => {
  it.each([
    ['a value that bfloat16 represents exactly', 0x3f80_0000, 0x3f80_0000],
    ['+0', 0, 0],
    ['-0', 0x8000_0000, 0x8000_0000],
    ['below half', 0x3f80_7fff, 0x3f80_0000],
    ['half, down to the even value', 0x3f80_8000, 0x3f80_0000],
    ['half, up to the even value', 0x3f81_8000, 0x3f82_0000],
    ['above half', 0x3f80_8001, 0x3f81_0000],
    ['half of a negative value', 0xbf81_8000, 0xbf82_0000],
    ['a carry into the exponent', 0x3fff_8000, 0x4000_0000],
    ['the smallest denormal', 1, 0],
    ['a denormal', 0x0001_8001, 0x0002_0000],
    ['the largest denormal, to a normal value', 0x007f_ffff, 0x0080_0000],
    ['the largest value that remains finite', 0x7f7f_7fff, 0x7f7f_0000],
    ['the smallest value that becomes infinite', 0x7f7f_8000, 0x7f80_0000],
    ['the most negative float32', 0xff7f_ffff, 0xff80_0000],
    ['infinity', 0x7f80_0000, 0x7f80_0000],
    ['-infinity', 0xff80_0000, 0xff80_0000],
  ])('rounds %s', (_, before, after) => {
    expect(rounded(ofBits(before))).toEqual([after]);
  });

  it('keeps every NaN a NaN', () => {
    const nans = ofBits(0x7fc0_0000, 0x7f80_0001, 0xff80_ffff, 0x7fff_ffff, 0xffff_ffff);
    roundToBf16(nans);
    expect([...nans]).toEqual([NaN, NaN, NaN, NaN, NaN]);
    expect(bitsOf(nans).every((word) => (word & 0xffff) === 0)).toBe(true);
  });

  it('equals the definition for random values of all exponents', () => {
    const below = lcg(3);
    expectDefinition(Uint32Array.from({ length: 50_000 }, () => below(0x1_0000_0000)));
  });

  it('equals the definition for all values within one unit of a tie', () => {
    const around = [0x7fff, 0x8000, 0x8001];
    expectDefinition(
      Uint32Array.from({ length: 3 * 0x1_0000 }, (_, i) => Math.floor(i / 3) * 0x1_0000 + around[i % 3]!),
    );
  });

  it('changes only its view of a buffer', () => {
    const whole = ofBits(0x3f80_0001, 0x3f80_0001, 0x3f80_0001);
    roundToBf16(whole.subarray(1, 2));
    expect(bitsOf(whole)).toEqual([0x3f80_0001, 0x3f80_0000, 0x3f80_0001]);
  });
});
