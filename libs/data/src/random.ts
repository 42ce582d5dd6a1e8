/** Keyed streams of uniform random numbers. Each stream is a pure function of the run's seed, a purpose and two indices. */
import { philox4x32 } from './philox.js';

/** The purpose of a stream. It is part of the key, so streams for different purposes are independent. */
export const Purpose = {
  permutation: 1,
  trainNoise: 2,
  testNoise: 3,
  initialWeights: 4,
  sampling: 5,
  probe: 6,
  figures: 7,
  chaos: 8,
  syntheticData: 9,
} as const;
export type Purpose = (typeof Purpose)[keyof typeof Purpose];

/** Returns the Philox key of a seed: its lower 32 bits and its upper 21 bits. @throws RangeError unless 0 ≤ seed < 2^53 */
export function keyOf(seed: number): Uint32Array {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`the seed is ${seed}, expected an integer from 0 to ${Number.MAX_SAFE_INTEGER}`);
  }
  return Uint32Array.of(seed % 0x1_0000_0000, Math.floor(seed / 0x1_0000_0000));
}

/** Generates the 32-bit words of one stream in order. */
export class WordStream {
  private readonly counter: Uint32Array;
  private readonly key: Uint32Array;
  private readonly block = new Uint32Array(4);
  private used = 4;

  /** @throws RangeError unless 0 ≤ seed < 2^53 */
  constructor(seed: number, purpose: Purpose, a: number, b: number) {
    this.key = keyOf(seed);
    this.counter = Uint32Array.of(0, a, b, purpose);
  }

  next(): number {
    if (this.used === 4) {
      philox4x32(this.counter, this.key, this.block);
      this.counter[0]! += 1;
      this.used = 0;
    }
    return this.block[this.used++]!;
  }
}

/** 2^-24, the distance between neighbouring float32 values just below 1. Its multiples in [0, 1) are exact in float32. */
const UNIT = 1 / 0x100_0000;

/**
 * Fills `out` with uniform numbers in [0, 1): multiples of 2^-24 made from the upper 24 bits of each word of the stream.
 * @throws RangeError unless 0 ≤ seed < 2^53
 */
export function fillUniform(
  out: Float64Array | Float32Array,
  seed: number,
  purpose: Purpose,
  a: number,
  b: number,
): void {
  const stream = new WordStream(seed, purpose, a, b);
  for (let i = 0; i < out.length; i++) out[i] = (stream.next() >>> 8) * UNIT;
}
