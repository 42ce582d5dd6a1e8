import { describe, expect, it } from 'vitest';
import { decodeCoordinatorMessage } from './decode-coordinator.js';
import { encodeCoordinatorMessage } from './encode.js';
import { WrongPartError } from './errors.js';
import { partCount, partOf, VectorAssembler } from './parts.js';
import { fromCoordinator } from './testing/messages.js';
import { randomIntegers } from './testing/random.js';

/** Random values and the bit patterns that a copy through numbers might change: -0, a denormal, a NaN with a payload. */
function awkward(length: number): Float32Array {
  const random = randomIntegers(length);
  const bits = Uint32Array.from({ length }, () => random(0x1_0000_0000));
  bits.set([0x8000_0000, 0x0000_0001, 0x7fa0_1234, 0xff80_0000].slice(0, length));
  return new Float32Array(bits.buffer);
}

function bitsOf(vector: Float32Array): Uint32Array {
  return new Uint32Array(vector.buffer, vector.byteOffset, vector.length);
}

/** Returns a part as a receiver decodes it: a view of the message's buffer at any offset. */
function overTheWire(part: number, data: Uint8Array): Uint8Array {
  const bytes = encodeCoordinatorMessage(fromCoordinator({ kind: 'weightsPart', part, data }));
  const shifted = new Uint8Array(bytes.byteLength + 1);
  shifted.set(bytes, 1);
  const { body } = decodeCoordinatorMessage(shifted.subarray(1));
  if (body.kind !== 'weightsPart') throw new Error(`expected a part of the weights, got ${body.kind}`);
  return body.data;
}

describe('vectors in parts', () => {
  it.each([
    ['the model', 309_057, 524_288],
    ['exactly two parts', 512, 1024],
    ['one part larger than the vector', 3, 1024],
    ['parts that cut through floats', 1000, 1025],
    ['one float more than a part', 257, 1024],
    ['nothing', 0, 1024],
  ])('arrive with the same bits: %s', (_name, length, partSizeBytes) => {
    const vector = awkward(length);
    const assembler = new VectorAssembler(length, partSizeBytes);
    expect(assembler.partCount).toBe(partCount(vector.byteLength, partSizeBytes));
    for (let part = 0; part < assembler.partCount; part++) {
      expect(assembler.complete).toBe(false);
      expect(assembler.add(part, overTheWire(part, partOf(vector, partSizeBytes, part)))).toBe(true);
    }
    expect(assembler.complete).toBe(true);
    expect(bitsOf(assembler.take())).toEqual(bitsOf(vector));
  });

  it.each([
    ['the model', 309_057, 524_288],
    ['exactly two parts', 1024, 1024],
    ['one value more than a part', 513, 1024],
    ['nothing', 0, 1024],
  ])('arrive as bfloat16 with the same bits and half the bytes: %s', (_name, length, partSizeBytes) => {
    // A view at an offset, with values that bfloat16 represents exactly.
    const vector = awkward(length + 3).subarray(3);
    const bits = bitsOf(vector);
    bits.forEach((word, i) => (bits[i] = word & 0xffff_0000));
    const assembler = new VectorAssembler(length, partSizeBytes, 'bf16');
    expect(assembler.partCount).toBe(partCount(2 * length, partSizeBytes));
    let sentBytes = 0;
    for (let part = assembler.partCount - 1; part >= 0; part--) {
      const data = partOf(vector, partSizeBytes, part, 'bf16');
      sentBytes += data.byteLength;
      expect(assembler.add(part, overTheWire(part, data))).toBe(true);
    }
    expect(sentBytes).toBe(2 * length);
    expect(bitsOf(assembler.take())).toEqual(bits);
  });

  it('are encoded as little-endian upper halves for bfloat16', () => {
    expect(partOf(Float32Array.of(1, -2), 1024, 0, 'bf16')).toEqual(Uint8Array.of(0x80, 0x3f, 0x00, 0xc0));
  });

  it('refuse a part of float32 where bfloat16 is expected', () => {
    const assembler = new VectorAssembler(300, 1024, 'bf16');
    expect(() => assembler.add(0, new Uint8Array(1024))).toThrow('part 0 has 1024 bytes, expected 600');
    expect(() => assembler.add(1, new Uint8Array(176))).toThrow('there is no part 1: the vector has 1');
  });

  it('can arrive in any order and several times', () => {
    const vector = awkward(2000);
    const random = randomIntegers(3);
    for (let round = 0; round < 50; round++) {
      const assembler = new VectorAssembler(vector.length, 1024);
      const seen = new Set<number>();
      while (!assembler.complete) {
        const part = random(assembler.partCount);
        expect(assembler.add(part, partOf(vector, 1024, part))).toBe(!seen.has(part));
        seen.add(part);
        expect(assembler.count).toBe(seen.size);
        const missing = Array.from({ length: assembler.partCount }, (_, each) => each).filter(
          (each) => !seen.has(each),
        );
        expect(assembler.missing()).toEqual(missing);
      }
      expect(bitsOf(assembler.take())).toEqual(bitsOf(vector));
    }
  });

  it('ignore a part that arrives again', () => {
    const assembler = new VectorAssembler(512, 1024);
    assembler.add(0, new Uint8Array(1024).fill(1));
    expect(assembler.add(0, new Uint8Array(1024).fill(2))).toBe(false);
    assembler.add(1, new Uint8Array(1024));
    expect(new Uint8Array(assembler.take().buffer)[0]).toBe(1);
  });

  it('copy each part, because the buffer of a message may be reused', () => {
    const assembler = new VectorAssembler(2, 1024);
    const data = new Uint8Array(8).fill(7);
    assembler.add(0, data);
    data.fill(0);
    expect(new Uint8Array(assembler.take().buffer)).toEqual(new Uint8Array(8).fill(7));
  });

  it('can be views', () => {
    const vector = awkward(600).subarray(100, 500);
    expect(partOf(vector, 1024, 0)).toHaveLength(1024);
    expect(partOf(vector, 1024, 1)).toHaveLength(576);
    expect(partOf(vector, 1024, 1)).toEqual(new Uint8Array(vector.slice().buffer, 1024));
  });

  it('refuse parts with an invalid number or size', () => {
    const assembler = new VectorAssembler(300, 1024);
    for (const part of [-1, 2, 0xffff_ffff, 0.5, NaN]) {
      expect(() => assembler.add(part, new Uint8Array(1024))).toThrow(`there is no part ${part}: the vector has 2`);
    }
    expect(() => assembler.add(0, new Uint8Array(1023))).toThrow('part 0 has 1023 bytes, expected 1024');
    expect(() => assembler.add(0, new Uint8Array(1200))).toThrow(WrongPartError);
    expect(() => assembler.add(1, new Uint8Array(1024))).toThrow('part 1 has 1024 bytes, expected 176');
    expect(assembler.missing()).toEqual([0, 1]);
    expect(() => assembler.take()).toThrow('parts 0, 1 are missing');
  });
});

it('memory is requested once, for the first valid part', () => {
  let requests = 0;
  const assembler = new VectorAssembler(4, 8, 'f32', () => {
    requests += 1;
    return new Float32Array(4);
  });
  expect(() => assembler.add(2, new Uint8Array(8))).toThrow(WrongPartError);
  expect(() => assembler.add(0, new Uint8Array(7))).toThrow(WrongPartError);
  expect(requests).toBe(0);
  for (const part of [1, 1, 0]) assembler.add(part, new Uint8Array(8));
  expect(requests).toBe(1);
});
