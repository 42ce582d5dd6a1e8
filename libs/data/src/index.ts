/** The data of a run: files, epoch plan, keyed randomness, batches. */
export { corruptInto, testBatch, trainingBatch } from './batch.js';
export type { Batch, TrainingBatchOptions } from './batch.js';
export { decodeImages, readImages, sha256Hex } from './dataset.js';
export { IdxFormatError, SampleRangeError } from './errors.js';
export { parseIdxImages } from './idx.js';
export type { ImageSet } from './idx.js';
export { philox4x32 } from './philox.js';
export { epochPermutation, shardRange, stepPosition, stepsPerEpoch } from './plan.js';
export type { StepPosition } from './plan.js';
export { fillNormal, normalQuantile } from './normal.js';
export { fillUniform, keyOf, Purpose, WordStream } from './random.js';
