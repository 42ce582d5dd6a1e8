/** UNet2DModel of Hugging Face diffusers. Importing it does not load TensorFlow. */
export { COURSE_UNET2D, UNET2D_DEFAULTS, unet2dConfig, type UNet2DConfig } from './config.js';
export { UNet2DConfigError } from './errors.js';
export { unet2d, type UNet2DInput } from './forward.js';
export type { NamedTensors } from './layers.js';
export { unet2dParameters } from './parameters.js';
