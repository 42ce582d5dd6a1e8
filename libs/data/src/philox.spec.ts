import { describe, expect, it } from 'vitest';
import { philox4x32 } from './philox.js';

/** The known-answer vectors for philox4x32-10 of the authors' library Random123. */
const KNOWN_ANSWERS = [
  {
    counter: [0, 0, 0, 0],
    key: [0, 0],
    block: [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  },
  {
    counter: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    key: [0xffffffff, 0xffffffff],
    block: [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  },
  {
    counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    key: [0xa4093822, 0x299f31d0],
    block: [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  },
];

const MASK = 0xffff_ffffn;

/** The same function in arbitrary-precision integers, written as in the paper. */
function philoxInBigInts(counter: Uint32Array, key: Uint32Array): number[] {
  let [c0, c1, c2, c3] = Array.from(counter, BigInt) as [bigint, bigint, bigint, bigint];
  let [k0, k1] = Array.from(key, BigInt) as [bigint, bigint];
  for (let round = 0; round < 10; round++) {
    const p0 = 0xd2511f53n * c0;
    const p1 = 0xcd9e8d57n * c2;
    [c0, c1, c2, c3] = [(p1 >> 32n) ^ c1 ^ k0, p1 & MASK, (p0 >> 32n) ^ c3 ^ k1, p0 & MASK];
    k0 = (k0 + 0x9e3779b9n) & MASK;
    k1 = (k1 + 0xbb67ae85n) & MASK;
  }
  return [c0, c1, c2, c3].map(Number);
}

describe('philox4x32', () => {
  it.each(KNOWN_ANSWERS)('gives the published block for counter $counter', ({ counter, key, block }) => {
    const out = new Uint32Array(4);
    philox4x32(Uint32Array.from(counter), Uint32Array.from(key), out);
    expect([...out]).toEqual(block);
  });

  it('equals the definition in big integers for a chain of blocks', () => {
    let counter = new Uint32Array(4);
    let key = new Uint32Array(2);
    for (let i = 0; i < 2000; i++) {
      const out = new Uint32Array(4);
      philox4x32(counter, key, out);
      expect([...out]).toEqual(philoxInBigInts(counter, key));
      key = Uint32Array.of(out[3]!, counter[1]! ^ i);
      counter = out;
    }
  });

  it('does not change counter and key, and can write its output to the counter', () => {
    const counter = Uint32Array.of(1, 2, 3, 4);
    const key = Uint32Array.of(5, 6);
    const out = new Uint32Array(4);
    philox4x32(counter, key, out);
    expect([...counter, ...key]).toEqual([1, 2, 3, 4, 5, 6]);
    philox4x32(counter, key, counter);
    expect(counter).toEqual(out);
  });
});
