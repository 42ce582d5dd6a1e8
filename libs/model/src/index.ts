/** The model and everything that computes with it. Loads TensorFlow when {@link loadTensorFlow} is called. */
export {
  loadTensorFlow,
  tensorFlowEnvironment,
  type BackendDescription,
  type LoadedTensorFlow,
  type TensorFlow,
  type TensorFlowOptions,
} from './backend.js';
export { nvidiaDriver } from './device.js';
export {
  BatchShapeError,
  NonDeterministicDeviceError,
  ParameterLayoutError,
  TensorFlowSettingsError,
  TensorFlowUnavailableError,
} from './errors.js';
export { fingerprint, type ProbedComputer } from './fingerprint.js';
export { initialWeights } from './init.js';
export {
  fromTorchTensors,
  PARAMETER_COUNT,
  PARAMETERS,
  schemaHash,
  toTorchTensors,
  type ParameterSpec,
} from './parameters.js';
export { initialNoise, sampleSteps, type Predict, type SampleStep } from './sample.js';
export { UNetComputer, type TrainingBatch } from './step.js';
export { IMAGE_PIXELS, IMAGE_SIZE } from './unet.js';
export * from './diffusion/index.js';
export * from './kernels/index.js';
export * from './unet2d/index.js';
