/** Gradient sums in canonical order, and optimisers. */
export { roundToBf16 } from './bf16.js';
export {
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
export { combine, Reducer } from './sum.js';
export type { GradientSum, OfferResult } from './sum.js';
export { coveringNodes, nodeKey, parentOf, rootOf, shardsOf } from './tree.js';
export type { TreeNode } from './tree.js';
