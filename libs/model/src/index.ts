/** Networks and their parameters. The functions take TensorFlow as an argument, so importing this library does not load it. */
export { BASIC_UNET } from './basic-unet/parameters.js';
export { initialNoise, sampleSteps, type Predict, type SampleStep } from './basic-unet/sample.js';
export { UNetComputer, type TrainingBatch } from './basic-unet/step.js';
export { IMAGE_PIXELS, IMAGE_SIZE } from './basic-unet/unet.js';
export * from './diffusion/index.js';
export * from './unet2d/index.js';
