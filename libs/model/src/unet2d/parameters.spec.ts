import { describe, expect, it } from 'vitest';

import { sameBits } from '../testing/golden-case.js';
import { COURSE_UNET2D, unet2dConfig } from './config.js';
import { exponential } from './embedding.js';
import { unet2dParameters } from './parameters.js';

const list = unet2dParameters(COURSE_UNET2D);

describe('the parameters of UNet2DModel', () => {
  it("are 1,707,009 for the course's network, in the order of diffusers' state_dict", () => {
    expect(list.count).toBe(1_707_009);
    const names = list.specs.map(({ name }) => name);
    expect(names.slice(0, 4)).toEqual([
      'conv_in.weight',
      'conv_in.bias',
      'time_embedding.linear_1.weight',
      'time_embedding.linear_1.bias',
    ]);
    const first = (prefix: string): number => names.findIndex((name) => name.startsWith(prefix));
    const down1 = ['attentions.0', 'resnets.0', 'downsamplers'].map((layer) => `down_blocks.1.${layer}`);
    const rest = ['down_blocks.2', 'up_blocks.0', 'up_blocks.2', 'mid_block', 'conv_norm_out', 'conv_out'];
    const places = ['down_blocks.0', ...down1, ...rest].map(first);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
  });

  it('have 1280 more values with an embedding of ten classes', () => {
    expect(unet2dParameters(unet2dConfig({ ...COURSE_UNET2D, num_class_embeds: 10 })).count).toBe(1_707_009 + 1280);
  });

  it("convert to PyTorch's layouts and back without a change", () => {
    const flat = Float32Array.from({ length: list.count }, (_, index) => index);
    const tensors = list.toTensors(flat);
    expect(sameBits(list.fromTensors(tensors), flat)).toBe(true);
    const filter = list.specs.find(({ name }) => name === 'down_blocks.1.resnets.0.conv1.weight')!;
    expect([filter.shape, filter.storedShape]).toEqual([
      [64, 32, 3, 3],
      [3, 3, 32, 64],
    ]);
    // [out 5, in 7, row 2, column 1] of OIHW is [2, 1, 7, 5] of HWIO.
    expect(tensors.get(filter.name)![((5 * 32 + 7) * 3 + 2) * 3 + 1]).toBe(
      filter.offset + ((2 * 3 + 1) * 32 + 7) * 64 + 5,
    );
    const matrix = list.specs.find(({ name }) => name === 'time_embedding.linear_1.weight')!;
    expect(matrix.storedShape).toEqual([32, 128]);
    expect(tensors.get(matrix.name)![5 * 32 + 7]).toBe(matrix.offset + 7 * 128 + 5);
  });
});

describe('the initial weights of UNet2DModel', () => {
  it('are a function of the seed', () => {
    expect(sameBits(list.initialWeights(1), list.initialWeights(1))).toBe(true);
    expect(sameBits(list.initialWeights(1), list.initialWeights(2))).toBe(false);
  });

  it('are distributed as PyTorch starts: uniform by fan-in, ones, zeros, and normal for classes', () => {
    const conditioned = unet2dParameters(unet2dConfig({ ...COURSE_UNET2D, num_class_embeds: 10 }));
    const tensors = conditioned.toTensors(conditioned.initialWeights(3));
    let bound = 0;
    for (const { name, shape, size } of conditioned.specs) {
      const values = tensors.get(name)!;
      const variance = values.reduce((sum, value) => sum + value * value, 0) / size;
      if (/norm/.test(name)) {
        expect(new Set(values), name).toEqual(new Set([name.endsWith('weight') ? 1 : 0]));
        continue;
      }
      if (name === 'class_embedding.weight') {
        expect(Math.abs(variance - 1)).toBeLessThan(5 * Math.sqrt(2 / size));
        continue;
      }
      if (shape.length > 1) bound = 1 / Math.sqrt(size / shape[0]!);
      expect(
        values.every((value) => Math.abs(value) <= Math.fround(bound)),
        name,
      ).toBe(true);
      // U(-1, 1) has the mean 0 and the variance 1/3.
      const mean = values.reduce((sum, value) => sum + value, 0) / size;
      expect(Math.abs(mean / bound), name).toBeLessThan(5 * Math.sqrt(1 / 3 / size));
      // The square of U(-1, 1) has the mean 1/3 and the variance 4/45.
      expect(Math.abs(variance / bound ** 2 - 1 / 3), name).toBeLessThan(5 * Math.sqrt(4 / 45 / size));
    }
  });
});

describe('exponential', () => {
  it('is within 3 units in the last place of Math.exp', () => {
    for (let x = -20; x < 20; x += 0.0137) {
      expect(Math.abs(exponential(x) / Math.exp(x) - 1)).toBeLessThan(3 * Number.EPSILON);
    }
  });
});
