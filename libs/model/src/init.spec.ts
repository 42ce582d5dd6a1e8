import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { initialWeights } from './init.js';
import { PARAMETER_COUNT, PARAMETERS, toTorchTensors } from './parameters.js';

describe('initialWeights', () => {
  const weights = initialWeights(0);

  // The hash was also computed by a separate program in Python.
  it('gives the same bits on every machine and Node version', () => {
    const bytes = new Uint8Array(weights.buffer);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(
      'd4eb43d3ac2787294bfbae49ae994b5b0b4a9b21731cf97dfaf93a3f3223935e',
    );
  });

  it('fills the interval of PyTorch: 1/sqrt(fan_in) to both sides, for filters and biases', () => {
    const tensors = toTorchTensors(weights);
    for (const { name, torchShape } of PARAMETERS) {
      const filterName = name.replace('bias', 'weight');
      const inputs = PARAMETERS.find((spec) => spec.name === filterName)!.torchShape[1]!;
      const bound = Math.fround(1 / Math.sqrt(inputs * 25));
      const values = tensors.get(name)!;
      const [least, most] = [Math.min(...values.slice(0, 50_000)), Math.max(...values.slice(0, 50_000))];
      expect(least, name).toBeGreaterThanOrEqual(-bound);
      expect(most, name).toBeLessThanOrEqual(bound);
      if (torchShape.length === 4) {
        expect(least, name).toBeLessThan(-0.98 * bound);
        expect(most, name).toBeGreaterThan(0.98 * bound);
      }
    }
  });

  it('differs between seeds and between tensors', () => {
    const other = initialWeights(1);
    const equal = weights.filter((value, index) => value === other[index]).length;
    expect(equal).toBeLessThan(PARAMETER_COUNT / 1000);
    const tensors = toTorchTensors(weights);
    expect(tensors.get('down_layers.2.weight')!.slice(0, 9)).not.toEqual(
      tensors.get('up_layers.0.weight')!.slice(0, 9),
    );
  });
});
