/** Denoising diffusion in plain TypeScript: the noise schedule, noising, and the steps of DDPM and DDIM. */
export { ddimStep, ddpmStep, type DdpmInput, type DenoiseInput, type DenoiseOptions } from './denoise.js';
export { addNoise, inferenceTimesteps, linearSchedule, type NoiseSchedule, type ScheduleOptions } from './schedule.js';
