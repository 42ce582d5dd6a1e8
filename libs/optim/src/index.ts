/** Sums in canonical order, and the optimiser. */
export { adamInitial, adamStep } from './adam.js';
export type { AdamConfig, AdamState } from './adam.js';
export { roundToBf16 } from './bf16.js';
export type { SumDtype } from './bf16.js';
export { InvalidNodeError, LengthMismatchError } from './errors.js';
export { isFiniteVector } from './finite.js';
export { addInto, combine, Reducer } from './sum.js';
export type { OfferResult, GradientSum } from './sum.js';
export { childrenOf, coveringNodes, isValidNode, nodeKey, parentOf, rootOf, shardsOf, siblingOf } from './tree.js';
export type { TreeNode } from './tree.js';
