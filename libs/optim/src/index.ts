/** Sums in canonical order, and the optimisers. */
export { roundToBf16 } from './bf16.js';
export type { SumDtype } from './bf16.js';
export {
  InvalidNodeError,
  InvalidOptimizerStateError,
  InvalidSliceError,
  InvalidUpdateConfigError,
  LengthMismatchError,
} from './errors.js';
export { isFiniteVector } from './finite.js';
export { adamInitial, adamStep } from './optimizer/adam.js';
export type { AdamConfig, AdamState } from './optimizer/adam.js';
export { adam, adamw, resolveUpdateConfig, sgd } from './optimizer/config.js';
export type {
  AdamOptimizerConfig,
  OptimizerConfig,
  ResolvedOptimizer,
  ResolvedSchedule,
  ScheduleConfig,
  SgdConfig,
  UpdateConfig,
  UpdateOptions,
} from './optimizer/config.js';
export { gradientScale, meanGradientNorm, NORM_BLOCK, squaresPerBlock } from './optimizer/norm.js';
export { learningRateAt } from './optimizer/schedule.js';
export {
  checkOptimizerState,
  copyOptimizerState,
  initialOptimizerState,
  stateScalarNames,
  stateVectorNames,
} from './optimizer/state.js';
export type { OptimizerState } from './optimizer/state.js';
export { advanceScalars, updateSlice, updateWeights } from './optimizer/update.js';
export type { UpdateFactors, UpdateResult } from './optimizer/update.js';
export { addInto, combine, Reducer } from './sum.js';
export type { OfferResult, GradientSum } from './sum.js';
export { childrenOf, coveringNodes, isValidNode, nodeKey, parentOf, rootOf, shardsOf, siblingOf } from './tree.js';
export type { TreeNode } from './tree.js';
