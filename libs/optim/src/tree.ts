/**
 * The canonical reduction tree over the shards 0..S-1 of a step.
 *
 * Floating-point addition is not associative, so a tree that depends only on S fixes the order of every sum. The node (level, index)
 * covers the shards [index·2^level, (index+1)·2^level), cut off at S. The same pairs are added whichever process adds them and in
 * whichever order they arrive. The pairing is that of pairwise summation (Higham 1993, "The Accuracy of Floating Point Summation"),
 * which also keeps rounding errors small.
 */
import { InvalidNodeError } from './errors.js';

export interface TreeNode {
  /** 0 for a single shard. */
  level: number;
  index: number;
}

/** Returns the node that covers all shards of a step. */
export function rootOf(shards: number): TreeNode {
  let level = 0;
  for (let width = 1; width < shards; width *= 2) level += 1;
  return { level, index: 0 };
}

/** Returns the range [start, end) of the shards below a node. @throws InvalidNodeError when the tree has no such node */
export function shardsOf(node: TreeNode, shards: number): { start: number; end: number } {
  if (!isValidNode(node, shards)) {
    throw new InvalidNodeError(`a tree of ${shards} shards has no node of level ${node.level} and index ${node.index}`);
  }
  const width = widthOf(node.level);
  const start = node.index * width;
  return { start, end: Math.min(start + width, shards) };
}

/** Reports whether a tree of `shards` shards has this node, which must cover a shard and not be above the root. */
export function isValidNode({ level, index }: TreeNode, shards: number): boolean {
  if (!Number.isSafeInteger(level) || !Number.isSafeInteger(index) || level < 0 || index < 0) return false;
  return level <= rootOf(shards).level && index * widthOf(level) < shards;
}

/** Returns 2^level, the number of shards below a complete node. Uses no ** because that operator is Math.pow. */
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
 * Returns the children of a node from left to right: none for a single shard, one child if the right edge cuts off the other.
 * @throws InvalidNodeError when the tree has no such node
 */
export function childrenOf(node: TreeNode, shards: number): TreeNode[] {
  shardsOf(node, shards);
  if (node.level === 0) return [];
  const level = node.level - 1;
  const left = { level, index: 2 * node.index };
  return [left, siblingOf(left)].filter((child) => isValidNode(child, shards));
}

/** Returns a string that identifies the node, for use as a map key. */
export function nodeKey({ level, index }: TreeNode): string {
  return `${level}/${index}`;
}

/**
 * Returns the fewest nodes that cover `count` contiguous shards starting at `first`, from left to right. A node that the right edge
 * of the tree cuts off counts as complete.
 * @throws InvalidNodeError when the range is empty or not within the tree
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
