/** The data of a run: epoch plan and keyed randomness. */
export { SampleRangeError } from './errors.js';
export { philox4x32 } from './philox.js';
export { epochPermutation, sampleIndices, shardRange, stepPosition, stepsPerEpoch } from './plan.js';
export type { StepPosition } from './plan.js';
export { fillNormal, normalQuantile } from './normal.js';
export { fillUniform, keyOf, Purpose, WordStream } from './random.js';
