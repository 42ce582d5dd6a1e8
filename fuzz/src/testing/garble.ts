/** Garbles bytes: cuts, flips, extends or splices them, or replaces them by random ones. */
import fc from 'fast-check';

export type Garbling = (bytes: Uint8Array) => Uint8Array;

const at = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const byte = fc.nat(255);

/** One change. Positions are fractions of the length, so that they fit any bytes. */
const change: fc.Arbitrary<Garbling> = fc.oneof(
  fc.tuple(at, byte).map(([where, value]): Garbling => (bytes) => {
    const copy = Uint8Array.from(bytes);
    if (copy.length > 0) copy[Math.floor(where * copy.length)] = value;
    return copy;
  }),
  at.map(
    (where): Garbling =>
      (bytes) =>
        bytes.slice(0, Math.floor(where * bytes.length)),
  ),
  fc.tuple(at, fc.uint8Array({ minLength: 1, maxLength: 12 })).map(([where, more]): Garbling => (bytes) => {
    const cut = Math.floor(where * (bytes.length + 1));
    return Buffer.concat([bytes.subarray(0, cut), more, bytes.subarray(cut)]);
  }),
  fc.tuple(at, at).map(([from, to]): Garbling => (bytes) => {
    const [start, end] = [from, to].map((share) => Math.floor(share * bytes.length)).sort((a, b) => a - b);
    return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
  }),
  // A repeated field: the last one counts, in whole or in part.
  fc.tuple(at, at).map(([from, to]): Garbling => (bytes) => {
    return Buffer.concat([
      bytes.subarray(Math.floor(from * bytes.length)),
      bytes.subarray(Math.floor(to * bytes.length)),
    ]);
  }),
);

const changes: fc.Arbitrary<Garbling> = fc
  .array(change, { minLength: 1, maxLength: 4 })
  .map((all) => (bytes) => all.reduce((garbled, each) => each(garbled), bytes));

const asTheyAre: Garbling = (bytes) => bytes;

/** Mostly no change, so that the message itself decides. */
export const garbling: fc.Arbitrary<Garbling> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(asTheyAre) },
  { weight: 2, arbitrary: changes },
);

/** Encoded values, unchanged or garbled, and random bytes. */
export function encodedOrGarbled<Value>(
  values: fc.Arbitrary<Value>,
  encode: (value: Value) => Uint8Array,
): fc.Arbitrary<Uint8Array> {
  return fc.oneof(
    { weight: 9, arbitrary: fc.tuple(values, garbling).map(([value, garble]) => garble(encode(value))) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 64 }) },
  );
}
