/** The order of the samples of a run, and keyed random numbers. */
export { SampleRangeError } from './errors.js';
export { epochPermutation, sampleIndices, shardRange, stepPosition, stepsPerEpoch } from './plan.js';
export { fillNormal } from './normal.js';
export { fillUniform, keyOf, Purpose, WordStream } from './random.js';
