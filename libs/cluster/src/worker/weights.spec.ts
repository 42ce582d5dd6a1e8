import { WrongPartError } from '@lockstep/protocol';
import { describe, expect, it } from 'vitest';
import { VectorPool } from '../vector-pool.js';
import { WeightsInbox } from './weights.js';

const bytes = (...values: number[]) => new Uint8Array(Float32Array.from(values).buffer);

/** Weights of 3 values, 2 to a part. */
function inbox(): WeightsInbox {
  return new WeightsInbox(3, 8, 'f32', new VectorPool(0));
}

describe('WeightsInbox', () => {
  it('gives the weights once, when they are complete', () => {
    const weights = inbox();
    expect(weights.add(5, 1, bytes(3), 0)).toBeUndefined();
    expect(weights.held).toBeUndefined();
    expect(weights.add(5, 0, bytes(1, 2), 0)).toEqual(Float32Array.of(1, 2, 3));
    expect(weights.held).toBe(5);
    expect(weights.add(5, 0, bytes(1, 2), 0)).toBeUndefined();
    expect(weights.add(5, 1, bytes(3), 0)).toBeUndefined();
  });

  it('never mixes parts of two versions', () => {
    const weights = inbox();
    weights.add(5, 0, bytes(5, 5), 0);
    weights.add(6, 1, bytes(6), 0);
    expect(weights.add(5, 1, bytes(5), 0)).toBeUndefined();
    expect(weights.add(6, 0, bytes(6, 6), 0)).toEqual(Float32Array.of(6, 6, 6));
  });

  it('forgets nothing for a part that does not fit, and takes a part again for no progress', () => {
    const weights = inbox();
    weights.add(5, 0, bytes(1, 2), 0);
    expect(() => weights.add(6, 0, bytes(1), 0)).toThrow(WrongPartError);
    expect(() => weights.add(6, 2, bytes(1), 0)).toThrow(WrongPartError);
    weights.add(5, 0, bytes(1, 2), 250);
    expect(weights.wanted(6, 300)).toEqual({ version: 5, parts: [1] });
    expect(weights.add(5, 1, bytes(3), 300)).toEqual(Float32Array.of(1, 2, 3));
  });

  it('copies what it is given', () => {
    const weights = inbox();
    const data = bytes(1, 2);
    weights.add(0, 0, data, 0);
    data.fill(0);
    expect(weights.add(0, 1, bytes(3), 0)).toEqual(Float32Array.of(1, 2, 3));
  });

  it('wants all of what it has nothing of, and the missing parts of what it has begun', () => {
    const weights = inbox();
    expect(weights.wanted(0, 0)).toEqual({ version: 0, parts: [] });
    expect(weights.wanted(0, 299)).toBeUndefined();
    expect(weights.wanted(0, 300)).toEqual({ version: 0, parts: [] });
    weights.add(0, 0, bytes(1, 2), 400);
    expect(weights.wanted(0, 699)).toBeUndefined();
    expect(weights.wanted(0, 700)).toEqual({ version: 0, parts: [1] });
    weights.add(0, 1, bytes(3), 701);
    expect(weights.wanted(0, 9999)).toBeUndefined();
    expect(weights.wanted(1, 9999)).toEqual({ version: 1, parts: [] });
  });

  it('names the version of which it has parts, so that the coordinator can tell that it is out of date', () => {
    const weights = inbox();
    weights.add(4, 0, bytes(1, 2), 0);
    expect(weights.wanted(6, 300)).toEqual({ version: 4, parts: [1] });
  });

  it('forgets everything when another leader leads', () => {
    const weights = inbox();
    weights.add(4, 0, bytes(4, 4), 0);
    weights.add(4, 1, bytes(4), 0);
    weights.add(5, 0, bytes(5, 5), 0);
    weights.reset();
    expect(weights.held).toBeUndefined();
    expect(weights.wanted(0, 1)).toEqual({ version: 0, parts: [] });
    expect(weights.add(3, 1, bytes(3), 2)).toBeUndefined();
    expect(weights.add(3, 0, bytes(3, 3), 2)).toEqual(Float32Array.of(3, 3, 3));
  });

  it('throws for a part that does not fit', () => {
    const weights = inbox();
    expect(() => weights.add(0, 1, bytes(3, 4), 0)).toThrow(WrongPartError);
    expect(() => weights.add(0, 2, bytes(3), 0)).toThrow(WrongPartError);
  });
});
