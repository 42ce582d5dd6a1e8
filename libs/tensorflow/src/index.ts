/** TensorFlow, kernels, and the fingerprint of a learner's numerics. Only {@link loadTensorFlow} loads the native library. */
export { loadTensorFlow, tensorFlowEnvironment, type TensorFlow } from './backend.js';
export { nvidiaDriver } from './device.js';
export { fingerprint } from './fingerprint.js';
export {
  attention,
  biasGradient,
  callNative,
  convolutionAttributes,
  convolve,
  convolveForward,
  filterGradient,
  groupNorm,
  hasOneDnn,
  inputGradient,
  linear,
  maxPoolGradient,
  maxPoolWithPlaces,
  silu,
  siluGradient,
  upsampleGradient,
  upsampleNearest,
  type ConvolutionOptions,
  type GroupNormOptions,
} from './kernels/index.js';
