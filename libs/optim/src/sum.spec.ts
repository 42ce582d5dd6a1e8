import { describe, expect, it } from 'vitest';
import { InvalidNodeError, LengthMismatchError } from './errors.js';
import { addInto, combine, Reducer, type GradientSum } from './sum.js';
import {
  arrivalSum,
  bf16Of,
  bitsOf,
  copyOf,
  lcg,
  shardGradientSums,
  shuffled,
  treeSum,
} from './testing/gradient-sums.js';
import { coveringNodes, rootOf, shardsOf, type TreeNode } from './tree.js';

const SMALLEST_DENORMAL = 2 ** -149;

function leaf(index: number): TreeNode {
  return { level: 0, index };
}

function gradientSumOf(...values: number[]): GradientSum {
  return { vector: Float32Array.from(values), samples: 1, lossSum: 0 };
}

/** Divides 0..shards-1 at random into ranges and covers each range by nodes, as some set of workers would. */
function randomNodes(shards: number, below: (bound: number) => number): TreeNode[] {
  const nodes: TreeNode[] = [];
  for (let first = 0; first < shards;) {
    const count = 1 + below(shards - first);
    nodes.push(...coveringNodes(first, count, shards));
    first += count;
  }
  return nodes;
}

describe('addInto', () => {
  it('rounds every sum to float32', () => {
    const target = Float32Array.of(0x100_0000, 1, 0.1);
    addInto(target, Float32Array.of(1, 2 ** -24, 0.2));
    expect([...target]).toEqual([0x100_0000, 1, Math.fround(Math.fround(0.1) + Math.fround(0.2))]);
  });

  it.each([4, 5, 6, 7, 9])('adds %i values element-wise', (length) => {
    const target = Float32Array.from({ length }, (_, index) => index);
    const addend = target.map((value) => 100 * value + 1);
    addInto(target, addend);
    expect([...target]).toEqual(Array.from({ length }, (_, index) => 101 * index + 1));
  });

  it('keeps denormals', () => {
    const target = Float32Array.of(SMALLEST_DENORMAL, 2 ** -126);
    addInto(target, Float32Array.of(SMALLEST_DENORMAL, -SMALLEST_DENORMAL));
    expect([...target]).toEqual([2 * SMALLEST_DENORMAL, 2 ** -126 - SMALLEST_DENORMAL]);
  });

  it('turns -0 into +0 by adding +0, but not by adding -0', () => {
    const target = Float32Array.of(-0, -0);
    addInto(target, Float32Array.of(0, -0));
    expect(bitsOf(target)).toEqual([0, 0x8000_0000]);
  });

  it('refuses vectors of different lengths and changes nothing', () => {
    const target = Float32Array.of(1, 2);
    expect(() => addInto(target, Float32Array.of(1))).toThrow(LengthMismatchError);
    expect(() => addInto(target, Float32Array.of(1, 1, 1))).toThrow('the addend has 3 values, expected 2');
    expect([...target]).toEqual([1, 2]);
  });
});

describe('combine', () => {
  it('adds vectors, samples and losses in the memory of the left vector', () => {
    const left = { vector: Float32Array.of(1), samples: 2, lossSum: Math.fround(0.1) };
    const right = { vector: Float32Array.of(4), samples: 3, lossSum: Math.fround(0.2) };
    const sum = combine(left, right);
    expect(sum).toEqual({ vector: Float32Array.of(5), samples: 5, lossSum: Math.fround(left.lossSum + right.lossSum) });
    expect(sum.vector).toBe(left.vector);
    expect([...right.vector]).toEqual([4]);
    expect(sum.lossSum).not.toBe(left.lossSum + right.lossSum);
  });
});

describe('Reducer', () => {
  const counts = Array.from({ length: 17 }, (_, i) => i + 1);

  it.each(counts)('gives the bits of the tree for %d shards in any order and for any covering nodes', (shards) => {
    const leaves = shardGradientSums(shards, shards);
    const expected = treeSum(leaves);
    const below = lcg(100 + shards);
    for (let round = 0; round < 50; round++) {
      const reducer = new Reducer(shards);
      for (const node of shuffled(randomNodes(shards, below), below)) {
        expect(reducer.result()).toBeUndefined();
        expect(reducer.offer(node, treeSum(leaves, node))).toBe('accepted');
      }
      const { vector, samples, lossSum } = reducer.result()!;
      expect(bitsOf(vector)).toEqual(bitsOf(expected.vector));
      expect([samples, lossSum]).toEqual([expected.samples, expected.lossSum]);
    }
  });

  it.each(counts)('rounds every node of %d shards to bfloat16 for any covering nodes', (shards) => {
    const leaves = shardGradientSums(shards, shards);
    const expected = treeSum(leaves, rootOf(shards), bf16Of);
    const below = lcg(200 + shards);
    for (let round = 0; round < 50; round++) {
      const reducer = new Reducer(shards, 'bf16');
      for (const node of shuffled(randomNodes(shards, below), below)) {
        // A worker sends the result of its own reducer over the shards below the node.
        const { start, end } = shardsOf(node, shards);
        const worker = new Reducer(end - start, 'bf16');
        const roundedLeaves = leaves.map((each) => ({ ...each, vector: each.vector.map(bf16Of) }));
        for (let i = start; i < end; i++) worker.offer(leaf(i - start), roundedLeaves[i]!);
        reducer.offer(node, worker.result()!);
      }
      const { vector, lossSum } = reducer.result()!;
      expect(bitsOf(vector)).toEqual(bitsOf(expected.vector));
      expect(lossSum).toBe(treeSum(leaves).lossSum);
    }
    expect(bitsOf(expected.vector)).not.toEqual(bitsOf(treeSum(leaves).vector));
    const once = treeSum(leaves).vector.map(bf16Of);
    if (shards > 1) expect(bitsOf(expected.vector)).not.toEqual(bitsOf(once));
  });

  it('is needed because sums in order of arrival differ', () => {
    const below = lcg(1);
    for (const shards of counts.slice(2)) {
      const leaves = shardGradientSums(shards, shards);
      const sums = Array.from({ length: 20 }, () => String(bitsOf(arrivalSum(shuffled(leaves, below)))));
      expect(new Set(sums).size).toBeGreaterThan(1);
    }
    const four = shardGradientSums(4, 4);
    expect(bitsOf(arrivalSum(four))).not.toEqual(bitsOf(treeSum(four).vector));
  });

  it('gives the bits of a smaller tree below each node, so a worker can use its own reducer', () => {
    const leaves = shardGradientSums(7, 3);
    for (const node of coveringNodes(4, 3, 7)) {
      const reducer = new Reducer(3);
      for (const index of [2, 0, 1]) reducer.offer(leaf(index), copyOf(leaves[4 + index]!));
      expect(bitsOf(reducer.result()!.vector)).toEqual(bitsOf(treeSum(leaves, node).vector));
    }
  });

  it('does not add zero to a sum without a right sibling', () => {
    const reducer = new Reducer(3);
    for (const shard of [0, 1, 2]) reducer.offer(leaf(shard), gradientSumOf(-0, SMALLEST_DENORMAL));
    const { vector } = reducer.result()!;
    expect(bitsOf(vector)).toEqual([0x8000_0000, 3]);
    const padded = new Reducer(4);
    for (const shard of [0, 1, 2]) padded.offer(leaf(shard), gradientSumOf(-0, SMALLEST_DENORMAL));
    padded.offer(leaf(3), gradientSumOf(0, 0));
    expect(bitsOf(padded.result()!.vector)).toEqual([0, 3]);
  });

  it('adds only losses when vectors are empty', () => {
    const reducer = new Reducer(2);
    reducer.offer(leaf(1), { vector: new Float32Array(), samples: 3, lossSum: 0.5 });
    reducer.offer(leaf(0), { vector: new Float32Array(), samples: 4, lossSum: 0.25 });
    expect(reducer.result()).toEqual({ vector: new Float32Array(), samples: 7, lossSum: 0.75 });
  });

  it('reports missing shards and covered nodes', () => {
    const reducer = new Reducer(6);
    const left = { level: 2, index: 0 };
    expect(reducer.missingShards()).toEqual([0, 1, 2, 3, 4, 5]);
    reducer.offer({ level: 1, index: 1 }, gradientSumOf(1));
    reducer.offer(leaf(0), gradientSumOf(1));
    expect(reducer.missingShards()).toEqual([1, 4, 5]);
    expect([leaf(2), { level: 1, index: 1 }, leaf(0)].map((node) => reducer.covered(node))).toEqual([true, true, true]);
    expect([leaf(1), { level: 1, index: 0 }, left].map((node) => reducer.covered(node))).toEqual([false, false, false]);
    reducer.offer(leaf(1), gradientSumOf(1));
    expect(reducer.covered(left)).toBe(true);
    expect(reducer.covered(rootOf(6))).toBe(false);
    expect(reducer.result()).toBeUndefined();
    reducer.offer({ level: 2, index: 1 }, gradientSumOf(2));
    expect(reducer.missingShards()).toEqual([]);
    expect([...reducer.result()!.vector]).toEqual([5]);
  });

  it('adds no shard twice', () => {
    const reducer = new Reducer(5);
    expect(reducer.offer({ level: 1, index: 0 }, gradientSumOf(1))).toBe('accepted');
    expect(reducer.offer({ level: 1, index: 0 }, gradientSumOf(100))).toBe('duplicate');
    expect(reducer.offer(leaf(1), gradientSumOf(100))).toBe('duplicate');
    expect(reducer.offer({ level: 2, index: 0 }, gradientSumOf(100))).toBe('overlaps');
    expect(reducer.offer(rootOf(5), gradientSumOf(100))).toBe('overlaps');
    expect(reducer.missingShards()).toEqual([2, 3, 4]);
    expect(reducer.offer(leaf(4), gradientSumOf(10))).toBe('accepted');
    // At the right edge these nodes cover the same shard.
    expect(reducer.offer({ level: 1, index: 2 }, gradientSumOf(100))).toBe('duplicate');
    expect(reducer.offer({ level: 2, index: 1 }, gradientSumOf(100))).toBe('duplicate');
    expect(reducer.offer({ level: 1, index: 1 }, gradientSumOf(5))).toBe('accepted');
    expect(reducer.offer(rootOf(5), gradientSumOf(100))).toBe('duplicate');
    expect(reducer.result()).toEqual({ vector: Float32Array.of(16), samples: 3, lossSum: 0 });
  });

  it('adds every shard once under random overlapping offers', () => {
    for (const shards of counts) {
      const leaves = shardGradientSums(shards, 50 + shards);
      const below = lcg(shards);
      const reducer = new Reducer(shards);
      while (!reducer.result()) {
        const level = below(rootOf(shards).level + 1);
        const node = { level, index: below(Math.ceil(shards / (1 << level))) };
        const missing = reducer.missingShards();
        const result = reducer.offer(node, treeSum(leaves, node));
        if (result !== 'accepted') expect(reducer.missingShards()).toEqual(missing);
      }
      const expected = treeSum(leaves);
      expect(bitsOf(reducer.result()!.vector)).toEqual(bitsOf(expected.vector));
      expect(reducer.result()!.samples).toBe(expected.samples);
    }
  });

  it('refuses invalid nodes and vectors of different lengths and changes nothing', () => {
    const reducer = new Reducer(3);
    expect(() => reducer.offer(leaf(3), gradientSumOf(1))).toThrow(InvalidNodeError);
    expect(() => reducer.covered({ level: 3, index: 0 })).toThrow(InvalidNodeError);
    reducer.offer(leaf(0), gradientSumOf(1, 2));
    expect(() => reducer.offer(leaf(1), gradientSumOf(1))).toThrow(LengthMismatchError);
    expect(() => reducer.offer(leaf(2), gradientSumOf(1))).toThrow(
      'the gradient sum of node 0/2 has 1 values, expected 2',
    );
    expect(reducer.missingShards()).toEqual([1, 2]);
    reducer.offer(leaf(1), gradientSumOf(1, 2));
    reducer.offer(leaf(2), gradientSumOf(1, 2));
    expect([...reducer.result()!.vector]).toEqual([3, 6]);
  });

  it('frees each vector that has been added to another once, and never a vector that holds a sum', () => {
    const freed: Float32Array[] = [];
    const reducer = new Reducer(5, 'f32', (vector) => freed.push(vector));
    const sums = [0, 1, 2, 3, 4].map((index) => gradientSumOf(index));
    for (const index of [3, 0, 4, 1, 2]) reducer.offer(leaf(index), sums[index]!);
    const { vector } = reducer.result()!;
    expect(vector).toEqual(Float32Array.of(10));
    expect(freed).toHaveLength(4);
    expect(new Set([...freed, vector])).toEqual(new Set(sums.map((sum) => sum.vector)));
  });
});
