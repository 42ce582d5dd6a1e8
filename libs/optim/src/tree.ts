/**
 * The canonical reduction tree over the shards 0..S-1 of a step.
 *
 * Floating-point addition is not associative, so the order of every sum is fixed by a tree that depends on S alone: the node
 * (level, index) covers the shards from index·2^level to just before (index+1)·2^level, cut off at S. Whoever adds, whenever
 * the addends come, the same pairs are added. The pairing is that of pairwise summation (Higham 1993, "The accuracy of
 * floating point summation"), which also keeps rounding errors small.
 */
import { InvalidNodeError } from './errors.js';

export interface TreeNode {
  /** 0 for a single shard. */
  level: number;
  index: number;
}

/** The node over all shards of a step. */
export function rootOf(shards: number): TreeNode {
  let level = 0;
  for (let width = 1; width < shards; width *= 2) level += 1;
  return { level, index: 0 };
}

/** The shards below a node, as start (inclusive) and end (exclusive). @throws InvalidNodeError */
export function shardsOf(node: TreeNode, shards: number): { start: number; end: number } {
  if (!isValidNode(node, shards)) {
    throw new InvalidNodeError(`a tree of ${shards} shards has no node of level ${node.level} and index ${node.index}`);
  }
  const width = widthOf(node.level);
  const start = node.index * width;
  return { start, end: Math.min(start + width, shards) };
}

/** Whether a tree of so many shards has this node: it covers at least one shard and is not above the root. */
export function isValidNode({ level, index }: TreeNode, shards: number): boolean {
  if (!Number.isSafeInteger(level) || !Number.isSafeInteger(index) || level < 0 || index < 0) return false;
  return level <= rootOf(shards).level && index * widthOf(level) < shards;
}

/** Shards below a node of this level that the right edge does not cut off. Doubled step by step: ** is Math.pow. */
function widthOf(level: number): number {
  let width = 1;
  for (let i = 0; i < level; i++) width *= 2;
  return width;
}

export function parentOf({ level, index }: TreeNode): TreeNode {
  return { level: level + 1, index: Math.floor(index / 2) };
}

export function siblingOf({ level, index }: TreeNode): TreeNode {
  return { level, index: index % 2 === 0 ? index + 1 : index - 1 };
}

/**
 * The nodes directly below, from left to right: none for a single shard, one where the right edge cuts the other off.
 * @throws InvalidNodeError
 */
export function childrenOf(node: TreeNode, shards: number): TreeNode[] {
  shardsOf(node, shards);
  if (node.level === 0) return [];
  const level = node.level - 1;
  const left = { level, index: 2 * node.index };
  return [left, siblingOf(left)].filter((child) => isValidNode(child, shards));
}

/** A string that is equal for equal nodes. */
export function nodeKey({ level, index }: TreeNode): string {
  return `${level}/${index}`;
}

/**
 * The fewest nodes that cover `count` contiguous shards from `first` on, from left to right. A node that the right edge of
 * the tree cuts off counts as whole.
 * @throws InvalidNodeError when the range is empty or leaves the tree
 */
export function coveringNodes(first: number, count: number, shards: number): TreeNode[] {
  const end = first + count;
  const integers = Number.isSafeInteger(first) && Number.isSafeInteger(count);
  if (!integers || first < 0 || count < 1 || end > shards) {
    throw new InvalidNodeError(`shards ${first} to ${end - 1} are not a range of the ${shards} shards of the step`);
  }
  const nodes: TreeNode[] = [];
  for (let start = first; start < end;) {
    let node: TreeNode = { level: 0, index: start };
    for (;;) {
      const parent = parentOf(node);
      if (!isValidNode(parent, shards)) break;
      const covered = shardsOf(parent, shards);
      if (covered.start < start || covered.end > end) break;
      node = parent;
    }
    nodes.push(node);
    start = shardsOf(node, shards).end;
  }
  return nodes;
}
