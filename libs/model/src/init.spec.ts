import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { BASIC_UNET } from './parameters.js';

describe('initialWeights', () => {
  const weights = BASIC_UNET.initialWeights(0);

  // The hash was also computed by a separate program in Python.
  it('gives the same bits on every machine and Node version', () => {
    const bytes = new Uint8Array(weights.buffer);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(
      'd4eb43d3ac2787294bfbae49ae994b5b0b4a9b21731cf97dfaf93a3f3223935e',
    );
  });

  it('fills the interval of PyTorch: 1/sqrt(fan_in) to both sides, for filters and biases', () => {
    const tensors = BASIC_UNET.toTensors(weights);
    for (const { name, shape } of BASIC_UNET.specs) {
      const filterName = name.replace('bias', 'weight');
      const inputs = BASIC_UNET.specs.find((spec) => spec.name === filterName)!.shape[1]!;
      const bound = Math.fround(1 / Math.sqrt(inputs * 25));
      const values = tensors.get(name)!;
      const [least, most] = [Math.min(...values.slice(0, 50_000)), Math.max(...values.slice(0, 50_000))];
      expect(least, name).toBeGreaterThanOrEqual(-bound);
      expect(most, name).toBeLessThanOrEqual(bound);
      if (shape.length === 4) {
        expect(least, name).toBeLessThan(-0.98 * bound);
        expect(most, name).toBeGreaterThan(0.98 * bound);
      }
    }
  });

  it('differs between seeds and between tensors', () => {
    const other = BASIC_UNET.initialWeights(1);
    const equal = weights.filter((value, index) => value === other[index]).length;
    expect(equal).toBeLessThan(BASIC_UNET.count / 1000);
    const tensors = BASIC_UNET.toTensors(weights);
    expect(tensors.get('down_layers.2.weight')!.slice(0, 9)).not.toEqual(
      tensors.get('up_layers.0.weight')!.slice(0, 9),
    );
  });
});
