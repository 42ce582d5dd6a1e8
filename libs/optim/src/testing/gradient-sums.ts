/** Gradient sums for tests, and reference sums. */
import { addInto, combine, type GradientSum } from '../sum.js';
import { childrenOf, rootOf, type TreeNode } from '../tree.js';

/** A linear congruential generator of integers below `bound`, with the constants of Numerical Recipes. For tests only. */
export function lcg(seed: number): (bound: number) => number {
  let state = seed >>> 0;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 0x1_0000_0000) * bound);
  };
}

/** One gradient sum per shard, with values of many magnitudes and both signs, so the bits of a total depend on the order. */
export function shardGradientSums(shards: number, seed: number): GradientSum[] {
  const below = lcg(seed);
  const value = (): number => Math.fround((below(0x100_0000) - 0x80_0000) / (1 << below(24)));
  return Array.from({ length: shards }, () => ({
    vector: Float32Array.from({ length: 33 }, value),
    samples: 1 + below(32),
    lossSum: Math.abs(value()),
  }));
}

export function copyOf({ vector, samples, lossSum }: GradientSum): GradientSum {
  return { vector: vector.slice(), samples, lossSum };
}

/**
 * The sum below a node in tree order, by definition. Does not change its arguments.
 * @param round applied to every value of every node
 */
export function treeSum(
  leaves: readonly GradientSum[],
  node: TreeNode = rootOf(leaves.length),
  round: (value: number) => number = Math.fround,
): GradientSum {
  const [left, right] = childrenOf(node, leaves.length);
  const rounded = (sum: GradientSum): GradientSum => ({ ...sum, vector: sum.vector.map(round) });
  if (!left) return rounded(copyOf(leaves[node.index]!));
  const sum = treeSum(leaves, left, round);
  return right ? rounded(combine(sum, treeSum(leaves, right, round))) : sum;
}

/**
 * The bfloat16 nearest to a float32 value, by definition: the nearer of its two neighbours, and the neighbour whose last bit is 0 in
 * case of a tie. float64 represents the distances to both neighbours exactly.
 */
export function bf16Of(value: number): number {
  if (!Number.isFinite(value)) return value;
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value);
  const upper = view.getUint16(0);
  const ofUpper = (bits: number): number => {
    view.setUint32(0, bits * 0x1_0000);
    return view.getFloat32(0);
  };
  const [towardsZero, away] = [ofUpper(upper), ofUpper(upper + 1)];
  // The value after the largest finite bfloat16 would be 2^128, which is twice the largest power of two.
  const next = Number.isFinite(away) ? away : Math.sign(value) * 2 * ofUpper(0x7f00);
  const [low, high] = [Math.abs(value - towardsZero), Math.abs(next - value)];
  if (low === high) return upper % 2 === 0 ? towardsZero : away;
  return low < high ? towardsZero : away;
}

/** The sum in the given order, as an implementation without a tree computes it. */
export function arrivalSum(gradientSums: readonly GradientSum[]): Float32Array {
  const [first, ...others] = gradientSums.map(({ vector }) => vector.slice());
  others.forEach((vector) => addInto(first!, vector));
  return first!;
}

/** The bits of each float32, which differ for -0 and +0. */
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
