import { describe, expect, it } from 'vitest';
import { InvalidNodeError } from './errors.js';
import {
  childrenOf,
  coveringNodes,
  isValidNode,
  nodeKey,
  parentOf,
  rootOf,
  shardsOf,
  siblingOf,
  type TreeNode,
} from './tree.js';

const MOST_SHARDS = 17;

/** Every node of a subtree, in preorder. */
function nodesBelow(node: TreeNode, shards: number): TreeNode[] {
  return [node, ...childrenOf(node, shards).flatMap((child) => nodesBelow(child, shards))];
}

function nodesOf(shards: number): TreeNode[] {
  return nodesBelow(rootOf(shards), shards);
}

describe('the tree', () => {
  it('has its root at the level that covers all shards', () => {
    const levels = [1, 2, 3, 4, 5, 7, 8, 9, 16, 17].map((shards) => rootOf(shards).level);
    expect(levels).toEqual([0, 1, 2, 2, 3, 3, 3, 4, 4, 5]);
    for (let shards = 1; shards <= MOST_SHARDS; shards++) {
      expect(shardsOf(rootOf(shards), shards)).toEqual({ start: 0, end: shards });
    }
  });

  it('of six shards has these nodes', () => {
    expect(nodesOf(6).map((node) => [nodeKey(node), ...Object.values(shardsOf(node, 6))])).toEqual([
      ['3/0', 0, 6],
      ['2/0', 0, 4],
      ['1/0', 0, 2],
      ['0/0', 0, 1],
      ['0/1', 1, 2],
      ['1/1', 2, 4],
      ['0/2', 2, 3],
      ['0/3', 3, 4],
      ['2/1', 4, 6],
      ['1/2', 4, 6],
      ['0/4', 4, 5],
      ['0/5', 5, 6],
    ]);
  });

  it('splits every node into children that cover its shards and whose parent it is', () => {
    for (let shards = 1; shards <= MOST_SHARDS; shards++) {
      for (const node of nodesOf(shards)) {
        const { start, end } = shardsOf(node, shards);
        const children = childrenOf(node, shards);
        const below = children.map((child) => shardsOf(child, shards));
        if (node.level === 0) expect([children, end - start]).toEqual([[], 1]);
        else expect([below[0]?.start, below.at(-1)?.end]).toEqual([start, end]);
        if (children.length === 2) {
          expect(below[0]?.end).toBe(below[1]?.start);
          expect(children.map(siblingOf)).toEqual([...children].reverse());
        }
        for (const child of children) expect(parentOf(child)).toEqual(node);
      }
    }
  });

  it('gives every node a unique key', () => {
    const nodes = nodesOf(MOST_SHARDS);
    expect(new Set(nodes.map(nodeKey)).size).toBe(nodes.length);
  });

  it.each([
    { level: -1, index: 0 },
    { level: 0, index: -1 },
    { level: 0, index: 5 },
    { level: 1, index: 3 },
    { level: 4, index: 0 },
    { level: 0.5, index: 0 },
    { level: 0, index: 0.5 },
    { level: Number.NaN, index: 0 },
    { level: 1e9, index: 0 },
    { level: 0, index: Infinity },
  ])('of five shards has no node of level $level and index $index', (node) => {
    expect(isValidNode(node, 5)).toBe(false);
    for (const refuse of [shardsOf, childrenOf]) {
      expect(() => refuse(node, 5)).toThrow(InvalidNodeError);
      expect(() => refuse(node, 5)).toThrow(
        `a tree of 5 shards has no node of level ${node.level} and index ${node.index}`,
      );
    }
  });

  it('accepts its own nodes', () => {
    for (const node of nodesOf(5)) expect(isValidNode(node, 5)).toBe(true);
  });
});

describe('coveringNodes', () => {
  it('treats a node that the right edge cuts off as complete', () => {
    expect(coveringNodes(0, 4, 4)).toEqual([{ level: 2, index: 0 }]);
    expect(coveringNodes(1, 3, 4).map(nodeKey)).toEqual(['0/1', '1/1']);
    expect(coveringNodes(4, 1, 5).map(nodeKey)).toEqual(['2/1']);
    expect(coveringNodes(0, 5, 5).map(nodeKey)).toEqual(['3/0']);
    expect(coveringNodes(2, 5, 7).map(nodeKey)).toEqual(['1/1', '2/1']);
  });

  it('covers every range exactly, with as few nodes as possible', () => {
    for (let shards = 1; shards <= MOST_SHARDS; shards++) {
      const all = nodesOf(shards).map((node) => shardsOf(node, shards));
      for (let first = 0; first < shards; first++) {
        // fewest[end] is the smallest number of nodes that cover the shards [first, end).
        const fewest = new Array<number>(shards + 1).fill(Infinity);
        fewest[first] = 0;
        for (let end = first + 1; end <= shards; end++) {
          for (const node of all) {
            if (node.end === end && node.start >= first) fewest[end] = Math.min(fewest[end]!, fewest[node.start]! + 1);
          }
          const nodes = coveringNodes(first, end - first, shards);
          const covered = nodes.flatMap((node) => {
            const range = shardsOf(node, shards);
            return Array.from({ length: range.end - range.start }, (_, i) => range.start + i);
          });
          expect(covered).toEqual(Array.from({ length: end - first }, (_, i) => first + i));
          expect(nodes.length).toBe(fewest[end]);
        }
      }
    }
  });

  it.each([
    [0, 0, 4],
    [-1, 2, 4],
    [3, 2, 4],
    [4, 1, 4],
    [0.5, 1, 4],
    [0, 1.5, 4],
    [Number.NaN, 1, 4],
  ])('refuses %d and %d further shards of %d', (first, count, shards) => {
    expect(() => coveringNodes(first, count, shards)).toThrow(InvalidNodeError);
  });
});
