/**
 * The noise schedule of denoising diffusion (Ho, Jain & Abbeel 2020): how much of an image is left after t steps of noise.
 *
 * Values are those of Hugging Face diffusers, bit for bit: float32 where it rounds to float32, products in float64 where PyTorch
 * accumulates in float64. Only + - * / and square roots, so they are the same on every machine.
 */
const { fround, sqrt } = Math;

export interface ScheduleOptions {
  /** Number of timesteps. Default 1000. */
  readonly timesteps?: number;
  /** Variance of the noise of the first step. Default 0.0001. */
  readonly betaStart?: number;
  /** Variance of the noise of the last step. Default 0.02. */
  readonly betaEnd?: number;
}

/** One number per timestep, float32. */
export interface NoiseSchedule {
  /** Variance of the noise that a step adds. */
  readonly betas: Float32Array;
  /** Product of 1 - beta up to and including the step: the share of the image in the variance. */
  readonly alphasCumprod: Float32Array;
  /** Factor of the image in the noised image, sqrt(alphasCumprod). */
  readonly signal: Float32Array;
  /** Factor of the noise in the noised image, sqrt(1 - alphasCumprod). */
  readonly noise: Float32Array;
}

/** Makes the schedule whose betas lie on a line. */
export function linearSchedule({
  timesteps = 1000,
  betaStart = 0.0001,
  betaEnd = 0.02,
}: ScheduleOptions = {}): NoiseSchedule {
  const betas = linspace(betaStart, betaEnd, timesteps);
  let product = 1;
  const alphasCumprod = betas.map((beta) => (product *= fround(1 - beta)));
  return {
    betas,
    alphasCumprod,
    signal: alphasCumprod.map((alpha) => sqrt(alpha)),
    noise: alphasCumprod.map((alpha) => sqrt(fround(1 - alpha))),
  };
}

/** Evenly spaced numbers as torch.linspace makes them: from the start up to the middle, from the end down to it. */
function linspace(start: number, end: number, count: number): Float32Array {
  const [first, last] = [fround(start), fround(end)];
  const step = count > 1 ? fround(fround(last - first) / (count - 1)) : 0;
  const place = (_: unknown, i: number): number => (i < count >> 1 ? first + step * i : last - step * (count - 1 - i));
  return Float32Array.from({ length: count }, place);
}

/**
 * Noises samples: signal[t] * sample + noise[t] * noise.
 * @param samples one sample after another, of equal sizes
 * @param noise standard normal numbers, as many
 * @param timesteps one for each sample, whole numbers from 0
 */
export function addNoise(
  schedule: NoiseSchedule,
  samples: Float32Array,
  noise: Float32Array,
  timesteps: ArrayLike<number>,
): Float32Array {
  if (noise.length !== samples.length || samples.length % timesteps.length !== 0) {
    throw new RangeError(
      `${samples.length} values, ${noise.length} of noise and ${timesteps.length} timesteps do not fit.`,
    );
  }
  const size = samples.length / timesteps.length;
  return samples.map((value, index) => {
    const t = checkTimestep(schedule, timesteps[Math.floor(index / size)]!);
    return fround(schedule.signal[t]! * value) + fround(schedule.noise[t]! * noise[index]!);
  });
}

/** The timesteps of a sampling in `count` steps, from noisy to clean: multiples of the spacing ("leading" in diffusers). */
export function inferenceTimesteps({ betas }: NoiseSchedule, count: number): number[] {
  if (!Number.isInteger(count) || count < 1 || count > betas.length) {
    throw new RangeError(
      `The number of sampling steps must be a whole number from 1 to ${betas.length}, not ${count}.`,
    );
  }
  const spacing = Math.floor(betas.length / count);
  return Array.from({ length: count }, (_, index) => (count - 1 - index) * spacing);
}

/** @throws RangeError unless the schedule has the timestep */
export function checkTimestep({ betas }: NoiseSchedule, timestep: number): number {
  if (Number.isInteger(timestep) && timestep >= 0 && timestep < betas.length) return timestep;
  throw new RangeError(`The timestep must be a whole number from 0 to ${betas.length - 1}, not ${timestep}.`);
}
