/**
 * The noise schedule of denoising diffusion (Ho, Jain & Abbeel 2020): the shares of image and noise at each timestep.
 *
 * The values have the bits of those of Hugging Face diffusers. They round to float32 where diffusers does, and multiply in float64
 * where PyTorch accumulates in float64.
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

/** The shares of image and noise, one float32 value per timestep. */
export interface NoiseSchedule {
  /** Variance of the noise that a step adds. */
  readonly betas: Float32Array;
  /** Product of 1 - beta up to and including the step. It is the share of the image in the variance. */
  readonly alphasCumprod: Float32Array;
  /** Factor of the image in the noised image, sqrt(alphasCumprod). */
  readonly signal: Float32Array;
  /** Factor of the noise in the noised image, sqrt(1 - alphasCumprod). */
  readonly noise: Float32Array;
}

/** Returns the schedule whose betas are evenly spaced. */
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

/** Returns evenly spaced numbers as torch.linspace computes them: the first half from the start, the second half from the end. */
function linspace(start: number, end: number, count: number): Float32Array {
  const [first, last] = [fround(start), fround(end)];
  const step = count > 1 ? fround(fround(last - first) / (count - 1)) : 0;
  const place = (_: unknown, i: number): number => (i < count >> 1 ? first + step * i : last - step * (count - 1 - i));
  return Float32Array.from({ length: count }, place);
}

/**
 * Returns noised samples, signal[t] * sample + noise[t] * noise.
 * @param samples samples of equal sizes, one after another
 * @param noise one standard normal number for each value of the samples
 * @param timesteps one timestep for each sample
 * @throws RangeError if the schedule lacks a timestep, or the lengths do not fit
 */
export function addNoise(
  schedule: NoiseSchedule,
  samples: Float32Array,
  noise: Float32Array,
  timesteps: ArrayLike<number>,
): Float32Array {
  if (noise.length !== samples.length || samples.length % timesteps.length !== 0) {
    throw new RangeError(
      `${samples.length} values of samples, ${noise.length} of noise and ${timesteps.length} timesteps do not fit.`,
    );
  }
  const size = samples.length / timesteps.length;
  return samples.map((value, index) => {
    const t = checkTimestep(schedule, timesteps[Math.floor(index / size)]!);
    return fround(schedule.signal[t]! * value) + fround(schedule.noise[t]! * noise[index]!);
  });
}

/**
 * Returns the timesteps of a sampling in `count` steps, from noisy to clean (`timestep_spacing` "leading" in diffusers).
 * @throws RangeError unless `count` is an integer from 1 to the number of timesteps of the schedule
 */
export function inferenceTimesteps({ betas }: NoiseSchedule, count: number): number[] {
  if (!Number.isInteger(count) || count < 1 || count > betas.length) {
    throw new RangeError(`The number of sampling steps must be an integer from 1 to ${betas.length}, not ${count}.`);
  }
  const spacing = Math.floor(betas.length / count);
  return Array.from({ length: count }, (_, index) => (count - 1 - index) * spacing);
}

/**
 * Returns the timestep.
 * @throws RangeError unless the schedule has it
 */
export function checkTimestep({ betas }: NoiseSchedule, timestep: number): number {
  if (Number.isInteger(timestep) && timestep >= 0 && timestep < betas.length) return timestep;
  throw new RangeError(`The timestep must be an integer from 0 to ${betas.length - 1}, not ${timestep}.`);
}
