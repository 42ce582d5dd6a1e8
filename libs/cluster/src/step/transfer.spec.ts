import { WrongPartError, type GradientPart } from '@lockstep/protocol';
import { describe, expect, it } from 'vitest';
import { Transfer, type VectorShape } from './transfer.js';
import { VectorPool } from '../vector-pool.js';

const NODE = { level: 1, index: 3 };

/** Of so many values, 2 to a part. */
function shapeOf(length: number): VectorShape {
  return { length, partSizeBytes: 8, wireDtype: 'f32' };
}

/** A vector of 5 values, 2 to a part: parts of 8, 8 and 4 bytes. */
function transfer(creditParts: number): Transfer {
  return new Transfer({ leaseId: 9, creditParts }, NODE, shapeOf(5), new VectorPool(0), 100);
}

function part(number: number, changes: Partial<GradientPart> = {}): GradientPart {
  const data = new Uint8Array(Float32Array.of(number, -number).buffer).subarray(0, number === 2 ? 4 : 8);
  const times = { computeMs: 10, waitMs: 5 };
  return { version: 0, leaseId: 9, ...NODE, samples: 6, lossSum: 1.5, part: number, data, ...times, ...changes };
}

const wanted = (firstPart: number, partCount: number) => ({ leaseId: 9, ...NODE, firstPart, partCount });

describe('Transfer', () => {
  it('makes the partial of its parts, in whatever order they come', () => {
    const whole = transfer(3);
    expect(whole.add(part(2), 101)).toBeUndefined();
    expect(whole.add(part(0), 102)).toBeUndefined();
    // Twice is no progress.
    expect(whole.add(part(0), 103)).toBeUndefined();
    expect(whole).toMatchObject({ done: false, lastProgressMs: 102 });
    expect(whole.add(part(1), 104)).toEqual({ vector: Float32Array.of(0, -0, 1, -1, 2), samples: 6, lossSum: 1.5 });
    expect(whole).toMatchObject({ done: true, lastProgressMs: 104, computeMs: 10, waitMs: 5 });
  });

  it('takes samples and loss from the first part', () => {
    const whole = transfer(3);
    whole.add(part(0), 1);
    whole.add(part(1, { samples: 99, lossSum: 99 }), 2);
    expect(whole.add(part(2, { samples: 99, lossSum: 99 }), 3)).toMatchObject({ samples: 6, lossSum: 1.5 });
  });

  it('grants the next parts when all granted ones are here, and none beyond the last', () => {
    const slow = transfer(1);
    expect(slow.nextGrant(1)).toBeUndefined();
    slow.add(part(0), 1);
    expect(slow.nextGrant(5)).toEqual(wanted(1, 2));
    expect(slow.nextGrant(5)).toBeUndefined();
    slow.add(part(1), 2);
    expect(slow.nextGrant(5)).toBeUndefined();
    slow.add(part(2), 3);
    expect(slow.nextGrant(5)).toBeUndefined();
  });

  it('asks again for granted parts only, in contiguous ranges', () => {
    const lossy = new Transfer({ leaseId: 9, creditParts: 6 }, NODE, shapeOf(14), new VectorPool(0), 0);
    expect(lossy.lost()).toEqual([wanted(0, 6)]);
    for (const n of [1, 4]) lossy.add({ ...part(n), data: new Uint8Array(8) }, 1);
    expect(lossy.lost()).toEqual([wanted(0, 1), wanted(2, 2), wanted(5, 1)]);
  });

  it('asks for nothing when it is done', () => {
    const whole = transfer(3);
    for (const n of [0, 1, 2]) whole.add(part(n), n);
    expect(whole.lost()).toEqual([]);
  });

  it('has one empty part for a vector without values', () => {
    const loss = new Transfer({ leaseId: 9, creditParts: 4 }, NODE, shapeOf(0), new VectorPool(0), 0);
    expect(loss.lost()).toEqual([wanted(0, 1)]);
    expect(loss.add(part(0, { data: new Uint8Array() }), 1)).toEqual({
      vector: new Float32Array(0),
      samples: 6,
      lossSum: 1.5,
    });
  });

  it('throws for a part that does not fit, and keeps what it has', () => {
    const strict = transfer(3);
    strict.add(part(0), 1);
    expect(() => strict.add(part(3), 2)).toThrow(new WrongPartError('there is no part 3: the vector has 3'));
    expect(() => strict.add(part(1, { data: new Uint8Array(7) }), 2)).toThrow(WrongPartError);
    expect(strict.lost()).toEqual([wanted(1, 2)]);
  });
});
