/**
 * Gradient sums in the order of the canonical reduction tree.
 *
 * All additions use one function on Float32Arrays. TensorFlow flushes denormals to zero and JavaScript does not, so a sum must not
 * depend on the place where it is computed. A shard without samples is absent, not zero, because adding +0 would turn -0 into +0.
 *
 * In a run that sends vectors as bfloat16, the sum of every node is rounded to bfloat16, even if it is not sent. So the bits do not
 * depend on the assignment of nodes to processes. Loss sums remain float32.
 */
import { roundToBf16, type SumDtype } from './bf16.js';
import { LengthMismatchError } from './errors.js';
import { isValidNode, nodeKey, parentOf, rootOf, shardsOf, siblingOf, type TreeNode } from './tree.js';

/** The sum over the samples below one node of the tree. */
export interface GradientSum {
  /** Gradient sum with respect to all parameters, in wire order; empty in the evaluation phase. */
  vector: Float32Array;
  /** Number of samples in the sum. */
  samples: number;
  /** Sum of the samples' losses, a float32 value. */
  lossSum: number;
}

/** Adds in place: target[i] ← float32(target[i] + addend[i]). @throws LengthMismatchError before any change */
export function addInto(target: Float32Array, addend: Float32Array): void {
  const size = target.length;
  if (addend.length !== size) throw new LengthMismatchError('the addend', addend.length, size);
  let i = 0;
  // Four additions before the stores, so that they do not wait for each other: 0.19 instead of 0.30 ms for 309,057 values.
  for (; i + 3 < size; i += 4) {
    const a = target[i]! + addend[i]!;
    const b = target[i + 1]! + addend[i + 1]!;
    const c = target[i + 2]! + addend[i + 2]!;
    const d = target[i + 3]! + addend[i + 3]!;
    target[i] = a;
    target[i + 1] = b;
    target[i + 2] = c;
    target[i + 3] = d;
  }
  for (; i < size; i++) target[i] = target[i]! + addend[i]!;
}

/** Returns left + right. The result uses the memory of left's vector. @throws LengthMismatchError */
export function combine(left: GradientSum, right: GradientSum): GradientSum {
  addInto(left.vector, right.vector);
  return {
    vector: left.vector,
    samples: left.samples + right.samples,
    lossSum: Math.fround(left.lossSum + right.lossSum),
  };
}

/**
 * The result of offering a gradient sum. `duplicate`: every shard below the node has already been accepted. `overlaps`: only some
 * have, so the gradient sum cannot be used and the other shards are still missing.
 */
export type OfferResult = 'accepted' | 'duplicate' | 'overlaps';

/** Adds the gradient sums of one step along the tree. They may arrive in any order and for any nodes that cover the shards. */
export class Reducer {
  /** Sums that wait for their siblings, by node. */
  private readonly waiting = new Map<string, GradientSum>();
  /** 1 for each shard that has been accepted. */
  private readonly summed: Uint8Array;
  /** Length of the step's vectors, known after the first offer. */
  private length: number | undefined;

  /**
   * @param shards number of shards that have samples, which is the width of the tree
   * @param dtype precision of every sum; the offered sums must already be rounded to it
   * @param onFree receives each vector that has been added to another one and that the reducer no longer uses
   */
  constructor(
    private readonly shards: number,
    private readonly dtype: SumDtype = 'f32',
    private readonly onFree: (vector: Float32Array) => void = () => undefined,
  ) {
    this.summed = new Uint8Array(shards);
  }

  /**
   * Offers the gradient sum of a node. An accepted vector belongs to the reducer, which merges siblings as soon as both have arrived.
   * A gradient sum that is not accepted changes nothing.
   * @throws InvalidNodeError when the tree has no such node, LengthMismatchError when the vector is not as long as the others
   */
  offer(node: TreeNode, gradientSum: GradientSum): OfferResult {
    const { start, end } = shardsOf(node, this.shards);
    this.length ??= gradientSum.vector.length;
    if (gradientSum.vector.length !== this.length) {
      const what = `the gradient sum of node ${nodeKey(node)}`;
      throw new LengthMismatchError(what, gradientSum.vector.length, this.length);
    }
    if (this.covered(node)) return 'duplicate';
    if (this.summed.subarray(start, end).includes(1)) return 'overlaps';
    this.summed.fill(1, start, end);
    this.merge(node, gradientSum);
    return 'accepted';
  }

  /** Reports whether every shard below the node has been accepted. @throws InvalidNodeError */
  covered(node: TreeNode): boolean {
    const { start, end } = shardsOf(node, this.shards);
    return !this.summed.subarray(start, end).includes(0);
  }

  /** Returns the sum over all shards, or undefined while shards are missing. */
  result(): GradientSum | undefined {
    return this.waiting.get(nodeKey(rootOf(this.shards)));
  }

  /** Returns the shards that have not been accepted, ascending. */
  missingShards(): number[] {
    return Array.from(this.summed.keys()).filter((shard) => this.summed[shard] === 0);
  }

  private merge(node: TreeNode, gradientSum: GradientSum): void {
    let at = node;
    let sum = gradientSum;
    for (const root = rootOf(this.shards); at.level < root.level; at = parentOf(at)) {
      const sibling = siblingOf(at);
      // At the right edge a node may have no sibling. Its sum is then also the sum of its parent.
      if (!isValidNode(sibling, this.shards)) continue;
      const other = this.waiting.get(nodeKey(sibling));
      if (!other) break;
      this.waiting.delete(nodeKey(sibling));
      const [left, right] = sibling.index < at.index ? [other, sum] : [sum, other];
      sum = combine(left, right);
      this.onFree(right.vector);
      this.round(sum);
    }
    this.waiting.set(nodeKey(at), sum);
  }

  private round({ vector }: GradientSum): void {
    if (this.dtype === 'bf16') roundToBf16(vector);
  }
}
