import { describe, expect, it } from 'vitest';

import { goldenCases, largestDifference, type GoldenCase } from '../testing/golden-case.js';
import { ddimStep, ddpmStep } from './denoise.js';
import { addNoise, inferenceTimesteps, linearSchedule } from './schedule.js';

/** The settings of diffusers' scheduler that differ between cases, from the metadata. */
interface SchedulerConfig {
  readonly num_train_timesteps: number;
  readonly beta_start: number;
  readonly beta_end: number;
  readonly clip_sample: boolean;
  readonly clip_sample_range: number;
}

const cases = goldenCases(['diffusion-schedulers-case.safetensors'], 'LOCKSTEP_GOLDEN_SCHEDULERS');
/** Samples and the results of diffusers' add_noise. */
const noised = goldenCases(['unet2d-small-case.safetensors'], 'LOCKSTEP_GOLDEN_UNET2D').filter((file) => file.has('x'));

describe.each(cases.map((file) => ({ name: file.name, file })))('the schedulers of diffusers: $name', ({ file }) => {
  const { ddpm } = file.config as { ddpm: SchedulerConfig };
  const schedule = linearSchedule({
    timesteps: ddpm.num_train_timesteps,
    betaStart: ddpm.beta_start,
    betaEnd: ddpm.beta_end,
  });
  const options = { clip: ddpm.clip_sample && ddpm.clip_sample_range };
  const runs = [...file.tensors.keys()].filter((key) => key.endsWith('.x0')).map((key) => key.slice(0, -'.x0'.length));

  it('has betas and cumulative products of the same bits', () => {
    expect(largestDifference(schedule.betas, file.values('betas'))).toBe(0);
    expect(largestDifference(schedule.alphasCumprod, file.values('alphas_cumprod'))).toBe(0);
  });

  it('has runs to compare with', () => {
    expect(runs.some((run) => run.startsWith('ddpm'))).toBe(true);
    expect(runs.some((run) => run.startsWith('ddim'))).toBe(true);
  });

  it.each(runs)('%s: takes the same timesteps and the same steps within 1e-5', (run) => {
    const expected = file.values(`${run}.timesteps`);
    const timesteps = inferenceTimesteps(schedule, expected.length);
    expect(timesteps).toEqual([...expected]);
    const error = worstStep(file, run, timesteps);
    console.log(`${file.name}: ${run}: largest difference of a step ${error.toExponential(2)}`);
    expect(error).toBeLessThan(1e-5);
  });

  /** Returns the largest difference over the steps of a run. Each step starts from our result of the step before. */
  function worstStep(file: GoldenCase, run: string, timesteps: number[]): number {
    const [count = 0] = file.tensor(`${run}.prev_sample`).shape;
    const part = (key: string, step: number): Float32Array => {
      const values = file.values(`${run}.${key}`);
      const size = values.length / count;
      return values.subarray(step * size, (step + 1) * size);
    };
    let sample: Float32Array = file.values(`${run}.x0`);
    let worst = 0;
    for (let step = 0; step < count; step++) {
      const input = {
        prediction: part('model_output', step),
        sample,
        timestep: timesteps[step]!,
        previousTimestep: timesteps[step + 1] ?? -1,
      };
      sample = run.startsWith('ddpm')
        ? ddpmStep(schedule, { ...input, noise: part('variance_noise', step) }, options)
        : ddimStep(schedule, input, options);
      worst = Math.max(worst, largestDifference(sample, part('prev_sample', step)));
    }
    return worst;
  }
});

describe.each(noised.map((file) => ({ name: file.name, file })))('addNoise: $name', ({ file }) => {
  it('noises the same within 1e-5', () => {
    const result = addNoise(linearSchedule(), file.values('x'), file.values('eps'), file.values('timesteps'));
    const error = largestDifference(result, file.values('noisy_x'));
    console.log(`${file.name}: largest difference of add_noise ${error.toExponential(2)}`);
    expect(error).toBeLessThan(1e-5);
  });
});
