import { sha256Hex } from '@lockstep/protocol';
import { describe, expect, it } from 'vitest';

import { SafetensorsError } from './errors.js';
import type { Tensors } from './safetensors.js';
import { decodeSafetensors, encodeSafetensors } from './safetensors.js';
import { AWKWARD_FLOATS, bitsOf, tensor } from './testing/sample.js';

const TENSORS: Tensors = {
  'up.0.weight': tensor([2, 3], AWKWARD_FLOATS),
  '10': tensor([2], [1, 2]),
  '9': tensor([], [-0]),
  'empty é': tensor([0, 4], []),
};

function rawFile(header: string, dataBytes = 0, length = Buffer.byteLength(header)): Uint8Array {
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(BigInt(length));
  return Buffer.concat([prefix, Buffer.from(header), Buffer.alloc(dataBytes)]);
}

function entry(shape: unknown, offsets: unknown, dtype = 'F32'): string {
  return JSON.stringify({ dtype, shape, data_offsets: offsets });
}

describe('encodeSafetensors', () => {
  it('writes the bytes that the reference implementation (Python safetensors 0.8.0) writes', () => {
    expect(sha256Hex(encodeSafetensors(TENSORS))).toBe(
      '193977d299c9a3a6f63fa596433bbd0202f558afacb2d6fe8db67a614a3c14bf',
    );
  });

  it('gives equal bytes for every order of the names', () => {
    const reversed = Object.fromEntries(Object.entries(TENSORS).reverse());
    expect(encodeSafetensors(reversed)).toEqual(encodeSafetensors(TENSORS));
  });

  it('pads the header with spaces so that the data is aligned', () => {
    for (const name of ['a', 'ab', 'abc', 'abcd', 'abcde', 'abcdef', 'abcdefg', 'abcdefgh']) {
      const bytes = Buffer.from(encodeSafetensors({ [name]: tensor([1], [1]) }));
      const length = Number(bytes.readBigUInt64LE());
      expect(length % 8).toBe(0);
      expect(bytes.subarray(8, 8 + length).toString()).toMatch(/^\{.*\} {0,7}$/);
    }
  });

  it('encodes only the view of a buffer', () => {
    const view = Float32Array.from([1, 2, 3, 4]).subarray(1, 3);
    expect(encodeSafetensors({ a: { shape: [2], data: view } })).toEqual(encodeSafetensors({ a: tensor([2], [2, 3]) }));
  });

  it('refuses tensors that it could not decode again', () => {
    expect(() => encodeSafetensors({ a: tensor([2, 2], [1]) })).toThrow(/shape \[2,2\] of tensor "a".* 1 values/);
    expect(() => encodeSafetensors({ a: tensor([-1, -1], [1]) })).toThrow(SafetensorsError);
    expect(() => encodeSafetensors({ a: tensor([0.5, 2], [1]) })).toThrow(SafetensorsError);
    expect(() => encodeSafetensors({ __metadata__: tensor([1], [1]) })).toThrow(/reserved/);
  });
});

describe('decodeSafetensors', () => {
  it('returns tensors with the same bits', () => {
    const decoded = decodeSafetensors(encodeSafetensors(TENSORS), 'w');
    expect(bitsOf(decoded)).toEqual(bitsOf(TENSORS));
    expect(Object.keys(decoded).sort()).toEqual(Object.keys(TENSORS).sort());
    for (const [name, { shape }] of Object.entries(TENSORS)) expect(decoded[name]?.shape).toEqual(shape);
  });

  it('copies data from an unaligned buffer', () => {
    const bytes = encodeSafetensors(TENSORS);
    const shifted = new Uint8Array(bytes.byteLength + 1);
    shifted.set(bytes, 1);
    const decoded = decodeSafetensors(shifted.subarray(1), 'w');
    shifted.fill(0);
    expect(bitsOf(decoded)).toEqual(bitsOf(TENSORS));
  });

  it('accepts a file without tensors, with metadata, and with a tensor named __proto__', () => {
    expect(decodeSafetensors(encodeSafetensors({}), 'w')).toEqual({});
    expect(decodeSafetensors(rawFile('{"__metadata__":{"by":"x"}}'), 'w')).toEqual({});
    const decoded = decodeSafetensors(rawFile(`{"__proto__":${entry([1], [0, 4])}}`, 4), 'w');
    expect(Object.keys(decoded)).toEqual(['__proto__']);
  });

  it('refuses a file truncated at any length', () => {
    const bytes = encodeSafetensors(TENSORS);
    for (let length = 0; length < bytes.byteLength; length += 1) {
      expect(() => decodeSafetensors(bytes.subarray(0, length), 'w.safetensors'), `${length} bytes`).toThrow(
        SafetensorsError,
      );
    }
  });

  // fuzz/src/checkpoint.spec.ts decodes randomly changed files.
  it.each([
    ['a header longer than accepted', rawFile('{}', 0, 2 ** 40), /claims 1099511627776 bytes, more than/],
    ['a header longer than the file', rawFile('{}', 0, 3), /only 2 follow/],
    ['a header that is not JSON', rawFile('{"a"'), /not valid JSON/],
    ['a header that is an array', rawFile('[]'), /does not start with "\{"/],
    ['a byte order mark', rawFile('\ufeff{}'), /does not start with "\{"/],
    ['leading spaces', rawFile(' {}'), /does not start with "\{"/],
    ['a header that is not UTF-8', Buffer.concat([rawFile('', 0, 3), Buffer.from([0x7b, 0xff, 0x7d])]), /UTF-8/],
    ['a tensor that is not an object', rawFile('{"a":7}'), /"a" is described by 7/],
    ['a different dtype', rawFile(`{"a":${entry([1], [0, 8], 'F64')}}`, 8), /dtype "F64"; only "F32"/],
    ['no shape', rawFile('{"a":{"dtype":"F32","data_offsets":[0,4]}}', 4), /has the shape missing/],
    ['a deeply nested header', rawFile(`{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`), /deeper than 100 levels/],
    ['a size of -0', rawFile('{"a":{"dtype":"F32","shape":[-0],"data_offsets":[0,0]}}'), /has the shape \[0\]/],
    ['a negative size', rawFile(`{"a":${entry([-1, -1], [0, 4])}}`, 4), /shape \[-1,-1\]/],
    ['a fractional size', rawFile(`{"a":${entry([0.5, 2], [0, 4])}}`, 4), /shape \[0.5,2\]/],
    ['a shape that overflows', rawFile(`{"a":${entry([2 ** 40, 2 ** 40], [0, 4])}}`, 4), /cannot lie at bytes 0 to 4/],
    ['three offsets', rawFile(`{"a":${entry([1], [0, 4, 8])}}`, 4), /offsets \[0,4,8\]/],
    ['offsets that are strings', rawFile(`{"a":${entry([1], ['0', '4'])}}`, 4), /offsets \["0","4"\]/],
    ['offsets that do not fit the shape', rawFile(`{"a":${entry([2], [0, 4])}}`, 4), /cannot lie at bytes 0 to 4/],
    ['descending offsets', rawFile(`{"a":${entry([1], [4, 0])}}`, 4), /cannot lie at bytes 4 to 0/],
    [
      'offsets beyond the data',
      rawFile(`{"a":${entry([1], [0, 4])}}`),
      /describes 4 bytes of data, but the file has 0/,
    ],
    ['a gap', rawFile(`{"a":${entry([1], [4, 8])}}`, 8), /starts at byte 4 of the data, expected 0/],
    ['an overlap', rawFile(`{"a":${entry([2], [0, 8])},"b":${entry([1], [4, 8])}}`, 8), /"b" starts at byte 4/],
    ['the same bytes twice', rawFile(`{"a":${entry([1], [0, 4])},"b":${entry([1], [0, 4])}}`, 4), /"b" starts at/],
    ['trailing data', rawFile(`{"a":${entry([1], [0, 4])}}`, 5), /describes 4 bytes of data, but the file has 5/],
  ])('refuses %s', (_what, bytes, message) => {
    const decode = () => decodeSafetensors(bytes, 'some/weights.safetensors');
    expect(decode).toThrow(SafetensorsError);
    expect(decode).toThrow(message);
    expect(decode).toThrow(/^some\/weights\.safetensors /);
  });
});
