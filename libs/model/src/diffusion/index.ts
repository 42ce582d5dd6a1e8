/** Denoising diffusion: the noise schedule, noising, and the steps of DDPM and DDIM. Plain TypeScript. */
export { ddimStep, ddpmStep, type DdpmInput, type DenoiseInput, type DenoiseOptions } from './denoise.js';
export { addNoise, inferenceTimesteps, linearSchedule, type NoiseSchedule, type ScheduleOptions } from './schedule.js';
