/** Partials for tests, and sums to compare with. */
import { addInto, combine, type Partial } from '../sum.js';
import { childrenOf, rootOf, type TreeNode } from '../tree.js';

/** Pseudo-random integers below `bound` (linear congruential, Numerical Recipes' constants): for tests only. */
export function lcg(seed: number): (bound: number) => number {
  let state = seed >>> 0;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 0x1_0000_0000) * bound);
  };
}

/** One partial a shard, of values of many magnitudes and both signs, so that the order of additions shows in the bits. */
export function shardPartials(shards: number, seed: number): Partial[] {
  const below = lcg(seed);
  const value = (): number => Math.fround((below(0x100_0000) - 0x80_0000) / (1 << below(24)));
  return Array.from({ length: shards }, () => ({
    vector: Float32Array.from({ length: 33 }, value),
    samples: 1 + below(32),
    lossSum: Math.abs(value()),
  }));
}

export function copyOf({ vector, samples, lossSum }: Partial): Partial {
  return { vector: vector.slice(), samples, lossSum };
}

/** The sum below a node in tree order, straight from its definition. Changes nothing that it is given. */
export function treeSum(leaves: readonly Partial[], node: TreeNode = rootOf(leaves.length)): Partial {
  const [left, right] = childrenOf(node, leaves.length);
  if (!left) return copyOf(leaves[node.index]!);
  const sum = treeSum(leaves, left);
  return right ? combine(sum, treeSum(leaves, right)) : sum;
}

/** The same additions in the order given: what an implementation without a tree would do. */
export function arrivalSum(partials: readonly Partial[]): Float32Array {
  const [first, ...others] = partials.map(({ vector }) => vector.slice());
  others.forEach((vector) => addInto(first!, vector));
  return first!;
}

/** The float32 bits, which tell -0 from +0. */
export function bitsOf(vector: Float32Array): number[] {
  return Array.from(new Uint32Array(vector.buffer, vector.byteOffset, vector.length));
}

export function shuffled<T>(values: readonly T[], below: (bound: number) => number): T[] {
  const order = [...values];
  for (let i = order.length - 1; i > 0; i--) {
    const j = below(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
