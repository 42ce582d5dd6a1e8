/** Denoising diffusion in plain TypeScript: the noise schedule, noising, and the steps of DDPM and DDIM. */
export { ddimStep, ddpmStep } from './denoise.js';
export { addNoise, inferenceTimesteps, linearSchedule } from './schedule.js';
