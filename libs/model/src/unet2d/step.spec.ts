import { fillNormal, fillUniform, Purpose } from '@lockstep/data';
import { describe, expect, it } from 'vitest';

import { sameBits } from '../testing/golden-case.js';
import { loadForTest } from '@lockstep/tensorflow/testing';
import { UNet2DStepper, type NoiseBatch } from '../testing/unet2d.js';
import { COURSE_UNET2D, unet2dConfig, type UNet2DConfig } from './config.js';
import { unet2dParameters } from './parameters.js';

const { tf } = loadForTest();

const small = unet2dConfig({
  ...COURSE_UNET2D,
  sample_size: 8,
  layers_per_block: 1,
  block_out_channels: [8, 16],
  norm_num_groups: 4,
  down_block_types: ['DownBlock2D', 'AttnDownBlock2D'],
  up_block_types: ['AttnUpBlock2D', 'UpBlock2D'],
});

function stepperOf(config: UNet2DConfig): UNet2DStepper {
  const list = unet2dParameters(config);
  return new UNet2DStepper(tf, config, list, list.initialWeights(1));
}

function batchOf(size: number, classLabels?: Float32Array): NoiseBatch {
  const [noised, noise] = [new Float32Array(size * 64), new Float32Array(size * 64)];
  fillUniform(noised, 1, Purpose.probe, 0, 0);
  fillNormal(noise, 1, Purpose.probe, 0, 1);
  const timesteps = Float32Array.from({ length: size }, (_, index) => 7 + 31 * index);
  return { noised, noise, timesteps, size, classLabels };
}

describe('a training step of UNet2DModel', () => {
  it('gives the same bits twice', () => {
    const stepper = stepperOf(small);
    const [first, second] = [stepper.step(batchOf(5)), stepper.step(batchOf(5))];
    stepper.dispose();
    expect(first.gradient.some((value) => value !== 0)).toBe(true);
    expect(sameBits(second.gradient, first.gradient)).toBe(true);
    expect(sameBits(second.prediction, first.prediction)).toBe(true);
    expect(sameBits(second.losses, first.losses)).toBe(true);
  });

  it('keeps no tensor over 100 steps', { timeout: 240_000 }, () => {
    const before = tf.memory().numTensors;
    const stepper = stepperOf(small);
    stepper.step(batchOf(2));
    const counts = new Set<number>();
    for (let step = 0; step < 100; step++) {
      stepper.step(batchOf(2));
      counts.add(tf.memory().numTensors);
    }
    stepper.dispose();
    expect([...counts]).toHaveLength(1);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('conditions on the class, whose embedding gets a gradient only where the batch has the class', () => {
    const config = unet2dConfig({ ...small, num_class_embeds: 3 });
    const stepper = stepperOf(config);
    const classes = Float32Array.of(0, 2, 2, 0);
    const { prediction, gradient } = stepper.step(batchOf(4, classes));
    const other = stepper.step(batchOf(4, Float32Array.of(0, 2, 1, 0)));
    const list = unet2dParameters(config);
    const rows = list.toTensors(gradient).get('class_embedding.weight')!;
    stepper.dispose();
    const size = rows.length / 3;
    expect(rows.subarray(0, size).some((value) => value !== 0)).toBe(true);
    expect(rows.subarray(size, 2 * size).every((value) => value === 0)).toBe(true);
    expect(other.prediction.subarray(0, 128)).toEqual(prediction.subarray(0, 128));
    expect(other.prediction.subarray(128, 192)).not.toEqual(prediction.subarray(128, 192));
  });

  it('refuses class labels without class embeddings, and class embeddings without labels', () => {
    const stepper = stepperOf(small);
    expect(() => stepper.step(batchOf(2, Float32Array.of(0, 1)))).toThrow('has no class embedding');
    stepper.dispose();
    const conditioned = stepperOf(unet2dConfig({ ...small, num_class_embeds: 3 }));
    expect(() => conditioned.step(batchOf(2))).toThrow('needs class labels');
    conditioned.dispose();
  });
});
