/**
 * One denoising step of DDPM (Ho, Jain & Abbeel 2020) or DDIM (Song, Meng & Ermon 2020), given the noise that the network predicts.
 *
 * The steps are those of diffusers' DDPMScheduler (variance "fixed_small") and DDIMScheduler (eta 0, `set_alpha_to_one`), with
 * `prediction_type` "epsilon". Each operation rounds to float32, as it does in diffusers.
 */
import { checkTimestep, type NoiseSchedule } from './schedule.js';

const { fround, sqrt } = Math;

/** The arguments of a step. Arrays have one value for each value of the sample. */
export interface DenoiseInput {
  /** Noise that the network predicts in `sample`. */
  readonly prediction: Float32Array;
  readonly sample: Float32Array;
  /** Timestep of `sample`. */
  readonly timestep: number;
  /** Timestep of the result, or -1 if the result is the clean image. */
  readonly previousTimestep: number;
}

export interface DdpmInput extends DenoiseInput {
  /** Standard normal numbers. Not used at timestep 0. */
  readonly noise: Float32Array;
}

export interface DenoiseOptions {
  /** The predicted image is clipped to -clip…clip. Default 1. `false` does not clip. */
  readonly clip?: number | false;
}

/**
 * Returns the sample at the previous timestep, drawn from DDPM's posterior.
 * @throws RangeError if the schedule lacks a timestep, or the prediction and the sample differ in length
 */
export function ddpmStep(schedule: NoiseSchedule, input: DdpmInput, options: DenoiseOptions = {}): Float32Array {
  const { sample, noise, timestep } = input;
  const { alpha, previousAlpha, beta, previousBeta } = alphas(schedule, input);
  const stepAlpha = fround(alpha / previousAlpha);
  const stepBeta = fround(1 - stepAlpha);
  const imageFactor = fround(fround(fround(sqrt(previousAlpha)) * stepBeta) / beta);
  const sampleFactor = fround(fround(fround(sqrt(stepAlpha)) * previousBeta) / beta);
  const variance = Math.max(fround(fround(previousBeta / beta) * stepBeta), 1e-20);
  const deviation = timestep > 0 ? fround(sqrt(variance)) : 0;
  return predictedImage(schedule, input, options).map((image, i) => {
    const mean = fround(fround(imageFactor * image) + fround(sampleFactor * sample[i]!));
    return timestep > 0 ? mean + fround(deviation * noise[i]!) : mean;
  });
}

/**
 * Returns the sample at the previous timestep on DDIM's deterministic path.
 * @throws RangeError as {@link ddpmStep}
 */
export function ddimStep(schedule: NoiseSchedule, input: DenoiseInput, options: DenoiseOptions = {}): Float32Array {
  const { previousAlpha, previousBeta } = alphas(schedule, input);
  const [imageFactor, noiseFactor] = [fround(sqrt(previousAlpha)), fround(sqrt(previousBeta))];
  return predictedImage(schedule, input, options).map(
    (image, i) => fround(imageFactor * image) + fround(noiseFactor * input.prediction[i]!),
  );
}

/** Returns the clean image that follows from the sample and the predicted noise, clipped. */
function predictedImage(
  schedule: NoiseSchedule,
  { prediction, sample, timestep }: DenoiseInput,
  { clip = 1 }: DenoiseOptions,
): Float32Array {
  if (prediction.length !== sample.length) {
    throw new RangeError(`The prediction has ${prediction.length} values, but the sample has ${sample.length}.`);
  }
  const [signal, noise] = [schedule.signal[timestep]!, schedule.noise[timestep]!];
  const bound = clip === false ? Infinity : clip;
  return sample.map((value, i) => {
    const image = fround(fround(value - fround(noise * prediction[i]!)) / signal);
    return Math.min(Math.max(image, -bound), bound);
  });
}

function alphas(
  schedule: NoiseSchedule,
  { timestep, previousTimestep }: DenoiseInput,
): { alpha: number; previousAlpha: number; beta: number; previousBeta: number } {
  const alpha = schedule.alphasCumprod[checkTimestep(schedule, timestep)]!;
  const previousAlpha =
    previousTimestep === -1 ? 1 : schedule.alphasCumprod[checkTimestep(schedule, previousTimestep)]!;
  return { alpha, previousAlpha, beta: fround(1 - alpha), previousBeta: fround(1 - previousAlpha) };
}
