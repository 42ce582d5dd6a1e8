import { afterAll, describe, expect, it } from 'vitest';

import { distance, goldenCases, largestDifference, norm } from '../testing/golden-case.js';
import { loadForTest } from '@lockstep/tensorflow/testing';
import { UNet2DStepper } from '../testing/unet2d.js';
import { unet2dConfig } from './config.js';
import { embedTime } from './embedding.js';
import { unet2dParameters } from './parameters.js';

const { tf } = loadForTest();

const cases = goldenCases(
  ['unet2d-small-case.safetensors', 'unet2d-settings-case.safetensors'],
  'LOCKSTEP_GOLDEN_UNET2D',
);

describe.each(cases.map((file) => ({ name: file.name, file })))('UNet2DModel against diffusers: $name', ({ file }) => {
  const config = unet2dConfig(file.config);
  const list = unet2dParameters(config);
  const stepper = new UNet2DStepper(tf, config, list, list.fromTensors(file.withPrefix('param.')));
  afterAll(() => stepper.dispose());
  const result = stepper.step({
    noised: file.values('noisy_x'),
    noise: file.values('eps'),
    timesteps: file.values('timesteps'),
    classLabels: file.has('class_labels') ? file.values('class_labels') : undefined,
    size: file.values('timesteps').length,
  });

  it('embeds the time within 2e-5', () => {
    const { shape, values } = file.tensor('time_proj');
    const embedded = tf.tidy(() =>
      embedTime(tf, tf.tensor1d(file.values('timesteps')), {
        channels: shape[1]!,
        flipSinToCos: config.flip_sin_to_cos,
        freqShift: config.freq_shift,
      }).dataSync<'float32'>(),
    );
    expect(largestDifference(embedded, values)).toBeLessThan(2e-5);
  });

  it('predicts the same noise within 2e-5', () => {
    const error = largestDifference(result.prediction, file.values('pred'));
    console.log(`${file.name}: largest difference of a prediction ${error.toExponential(2)}`);
    expect(error).toBeLessThan(2e-5);
  });

  it('has the same loss of each sample within 2e-5', () => {
    expect(largestDifference(result.losses, file.values('loss_per_sample'))).toBeLessThan(2e-5);
  });

  it('has the same gradient of each parameter within 2e-4', () => {
    const gradients = list.toTensors(result.gradient);
    const expected = file.withPrefix('grad_sum.');
    expect([...gradients.keys()].sort()).toEqual([...expected.keys()].sort());
    // In exact arithmetic the gradient is 0 for the bias of a key and for parameters that a normalisation cancels. Both sides compute
    // rounding errors there, which cannot be compared, and which are small compared with the whole gradient.
    const vanishing = 1e-6 * norm(Float32Array.from(expected.values(), norm));
    let worst = { name: '', error: 0 };
    for (const [name, values] of expected) {
      const gradient = gradients.get(name)!;
      const vanishes = norm(values) < vanishing && norm(gradient) < vanishing;
      const error = vanishes ? 0 : distance(gradient, values) / norm(values);
      if (!(error <= worst.error)) worst = { name, error };
    }
    console.log(`${file.name}: largest error of a gradient ${worst.error.toExponential(2)}, ${worst.name}`);
    expect(worst.error, worst.name).toBeLessThan(2e-4);
  });
});
