/** TensorFlow, and what measures a learner's numerics. Loads TensorFlow when {@link loadTensorFlow} is called. */
export {
  loadTensorFlow,
  nativeBackend,
  tensorFlowEnvironment,
  type LoadedTensorFlow,
  type NativeAttribute,
  type NativeBackend,
  type TensorFlow,
  type TensorFlowOptions,
} from './backend.js';
export { nvidiaDriver } from './device.js';
export { NonDeterministicDeviceError, TensorFlowSettingsError, TensorFlowUnavailableError } from './errors.js';
export { fingerprint, type Probe } from './fingerprint.js';
export { addBias, attention, convolve, groupNorm, linear, silu, upsampleNearest } from './kernels/index.js';
export type { ConvolutionOptions, GroupNormOptions } from './kernels/index.js';
export { NativeOperations } from './native.js';
