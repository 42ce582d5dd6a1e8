import { expect, it } from 'vitest';
import { VectorPool } from './vector-pool.js';

it('gives a vector out again that was given back, once, and only for its length', () => {
  const pool = new VectorPool(10);
  const vector = pool.take(3);
  expect(vector).toEqual(new Float32Array(3));
  pool.give(vector);
  expect(pool.take(4)).not.toBe(vector);
  expect(pool.take(3)).toBe(vector);
  expect(pool.take(3)).not.toBe(vector);
});

it.each([
  ['vectors', new VectorPool(2)],
  ['bytes', new VectorPool(10, 24)],
])('keeps no more than so many %s, whatever is taken and given meanwhile', (_, pool) => {
  const vectors = [0, 1, 2].map(() => pool.take(3));
  for (let round = 0; round < 3; round++) {
    vectors.forEach((vector) => pool.give(vector));
    expect([pool.take(3), pool.take(3)].sort()).toEqual([vectors[0], vectors[1]].sort());
    expect(vectors).not.toContain(pool.take(3));
  }
});

it('does not keep vectors without values', () => {
  const pool = new VectorPool(1);
  const empty = pool.take(0);
  pool.give(empty);
  expect(pool.take(0)).not.toBe(empty);
});
