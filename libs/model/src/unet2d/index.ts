/** UNet2DModel of Hugging Face diffusers. */
export { COURSE_UNET2D, unet2dConfig, type UNet2DConfig } from './config.js';
export { unet2d } from './forward.js';
export { unet2dParameters } from './parameters.js';
