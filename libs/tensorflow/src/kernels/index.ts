/** Kernels with a gradient that is deterministic on every device, as functions of (tf, tensors, options). */
export { attention } from './attention.js';
export { convolve, type ConvolutionOptions } from './convolution.js';
export { groupNorm, type GroupNormOptions } from './group-norm.js';
export { addBias, linear } from './linear.js';
export { silu } from './silu.js';
export { upsampleNearest } from './upsample.js';
