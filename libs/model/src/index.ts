/** Networks, their kernels and their parameters. Loads TensorFlow only through what it is given. */
export { BatchShapeError } from './errors.js';
export { BASIC_UNET } from './parameters.js';
export { initialNoise, sampleSteps, type Predict, type SampleStep } from './sample.js';
export { UNetComputer, type TrainingBatch } from './step.js';
export { IMAGE_PIXELS, IMAGE_SIZE } from './unet.js';
export * from './diffusion/index.js';
export * from './unet2d/index.js';
