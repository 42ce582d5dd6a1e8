/**
 * One step from a noised sample to a less noised one, given the noise that the network predicts: DDPM's and DDIM's.
 *
 * As diffusers' DDPMScheduler (variance "fixed_small") and DDIMScheduler (eta 0, `set_alpha_to_one`), both with predictions of the
 * noise and the predicted image clipped to -1…1. Each operation rounds to float32, as theirs do.
 */
import { checkTimestep, type NoiseSchedule } from './schedule.js';

const { fround, sqrt } = Math;

export interface DenoiseInput {
  /** The noise that the network predicts in `sample`. */
  readonly prediction: Float32Array;
  readonly sample: Float32Array;
  /** Timestep of `sample`. */
  readonly timestep: number;
  /** Timestep of the result, or -1 for a clean image. */
  readonly previousTimestep: number;
}

export interface DdpmInput extends DenoiseInput {
  /** Standard normal numbers, as many as the sample has. Not used at timestep 0. */
  readonly noise: Float32Array;
}

export interface DenoiseOptions {
  /** Bound of the predicted image's values. Default 1. `false`: none. */
  readonly clip?: number | false;
}

/** Returns the sample at the previous timestep, drawn from DDPM's posterior. */
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

/** Returns the sample at the previous timestep on DDIM's deterministic path. */
export function ddimStep(schedule: NoiseSchedule, input: DenoiseInput, options: DenoiseOptions = {}): Float32Array {
  const { previousAlpha, previousBeta } = alphas(schedule, input);
  const [imageFactor, noiseFactor] = [fround(sqrt(previousAlpha)), fround(sqrt(previousBeta))];
  return predictedImage(schedule, input, options).map(
    (image, i) => fround(imageFactor * image) + fround(noiseFactor * input.prediction[i]!),
  );
}

/** The clean image of which the sample would be a noised version, if the prediction of the noise were right. */
function predictedImage(
  schedule: NoiseSchedule,
  { prediction, sample, timestep }: DenoiseInput,
  { clip = 1 }: DenoiseOptions,
): Float32Array {
  if (prediction.length !== sample.length) {
    throw new RangeError(`The prediction has ${prediction.length} values, the sample ${sample.length}.`);
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
