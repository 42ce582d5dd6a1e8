/** The data of a run: epoch plan, keyed randomness, content hashes. */
export { SampleRangeError } from './errors.js';
export { sha256Hex } from './hash.js';
export { philox4x32 } from './philox.js';
export { epochPermutation, sampleIndices, shardRange, stepPosition, stepsPerEpoch } from './plan.js';
export type { StepPosition } from './plan.js';
export { fillUniform, keyOf, Purpose, WordStream } from './random.js';
