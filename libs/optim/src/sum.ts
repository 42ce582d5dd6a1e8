/**
 * Sums of partial gradients in the order of the canonical tree.
 *
 * One function does all additions, on Float32Arrays in JavaScript: TensorFlow flushes denormals to zero and JavaScript does
 * not, so a sum must not depend on where it is made. A shard without samples is absent, not zero: adding +0 would turn -0
 * into +0.
 *
 * In a run whose vectors travel as bfloat16, the sum of every node is rounded to it, whether it is sent or not: so the bits do
 * not depend on who holds which node. Sums of losses stay float32.
 */
import { roundToBf16, type SumDtype } from './bf16.js';
import { LengthMismatchError } from './errors.js';
import { isValidNode, nodeKey, parentOf, rootOf, shardsOf, siblingOf, type TreeNode } from './tree.js';

/** The sum over the samples below one node of the tree. */
export interface GradientSum {
  /** Flat gradient sum (float32); empty when only losses are summed up. */
  vector: Float32Array;
  /** Number of samples in it. */
  samples: number;
  /** Sum of the samples' losses, a float32 value. */
  lossSum: number;
}

/** target[i] ← float32(target[i] + addend[i]). @throws LengthMismatchError */
export function addInto(target: Float32Array, addend: Float32Array): void {
  const size = target.length;
  if (addend.length !== size) throw new LengthMismatchError('the addend', addend.length, size);
  let i = 0;
  // Four at once, of which none waits for another's result to be stored: 0.19 instead of 0.30 ms for 309,057.
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

/** left + right, in the memory of left's vector. @throws LengthMismatchError */
export function combine(left: GradientSum, right: GradientSum): GradientSum {
  addInto(left.vector, right.vector);
  return {
    vector: left.vector,
    samples: left.samples + right.samples,
    lossSum: Math.fround(left.lossSum + right.lossSum),
  };
}

/**
 * What became of an offered partial. `duplicate`: every shard below the node has been taken already; `overlaps`: some have,
 * so that the partial cannot be used, and the other shards are still missing.
 */
export type OfferResult = 'accepted' | 'duplicate' | 'overlaps';

/** Adds up the partials of one step, in whatever order and as whatever nodes they arrive. */
export class Reducer {
  /** Sums that wait for their siblings, by node. */
  private readonly waiting = new Map<string, GradientSum>();
  /** 1 for each shard that has been taken. */
  private readonly summed: Uint8Array;
  /** Length of the step's vectors, known from the first partial on. */
  private length: number | undefined;

  /**
   * @param shards number of shards that hold samples: the width of the tree
   * @param dtype what every sum is rounded to; what is offered has been rounded to it already
   * @param onFree told of vectors that have been added to others, and are of no use here any more
   */
  constructor(
    private readonly shards: number,
    private readonly dtype: SumDtype = 'f32',
    private readonly onFree: (vector: Float32Array) => void = () => undefined,
  ) {
    this.summed = new Uint8Array(shards);
  }

  /**
   * Takes a partial, whose vector now belongs to the reducer, and merges siblings as soon as both are there. A partial that
   * is refused changes nothing.
   * @throws InvalidNodeError when the tree has no such node, LengthMismatchError when the vector is not as long as the others
   */
  offer(node: TreeNode, gradientSum: GradientSum): OfferResult {
    const { start, end } = shardsOf(node, this.shards);
    this.length ??= gradientSum.vector.length;
    if (gradientSum.vector.length !== this.length) {
      throw new LengthMismatchError(`the partial of node ${nodeKey(node)}`, gradientSum.vector.length, this.length);
    }
    if (this.covered(node)) return 'duplicate';
    if (this.summed.subarray(start, end).includes(1)) return 'overlaps';
    this.summed.fill(1, start, end);
    this.merge(node, gradientSum);
    return 'accepted';
  }

  /** Whether every shard below the node has been taken, as whatever nodes. @throws InvalidNodeError */
  covered(node: TreeNode): boolean {
    const { start, end } = shardsOf(node, this.shards);
    return !this.summed.subarray(start, end).includes(0);
  }

  /** The sum over all shards, once all are there. */
  result(): GradientSum | undefined {
    return this.waiting.get(nodeKey(rootOf(this.shards)));
  }

  /** Shards of which nothing has been taken, ascending. */
  missingShards(): number[] {
    return Array.from(this.summed.keys()).filter((shard) => this.summed[shard] === 0);
  }

  private merge(node: TreeNode, gradientSum: GradientSum): void {
    let at = node;
    let sum = gradientSum;
    for (const root = rootOf(this.shards); at.level < root.level; at = parentOf(at)) {
      const sibling = siblingOf(at);
      // A right sibling that the tree does not have passes the sum up as it is.
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
