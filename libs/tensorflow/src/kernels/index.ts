/** Kernels with a gradient that is deterministic on every device, and the calls that they are made of. */
export { attention } from './attention.js';
export {
  convolutionAttributes,
  convolve,
  convolveForward,
  filterGradient,
  inputGradient,
  type ConvolutionOptions,
} from './convolution.js';
export { groupNorm, type GroupNormOptions } from './group-norm.js';
export { biasGradient, linear } from './linear.js';
export { callNative } from './native.js';
export { hasOneDnn, maxPoolGradient, maxPoolWithPlaces } from './one-dnn.js';
export { silu, siluGradient } from './silu.js';
export { upsampleGradient, upsampleNearest } from './upsample.js';
