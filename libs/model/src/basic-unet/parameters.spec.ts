import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { BASIC_UNET } from './parameters.js';

const counting = Float32Array.from({ length: BASIC_UNET.count }, (_, index) => index);

function spec(name: string) {
  return BASIC_UNET.specs.find((parameter) => parameter.name === name)!;
}

describe('the list of parameters', () => {
  it('lists BasicUNet without gaps in network order', () => {
    expect(BASIC_UNET.count).toBe(309_057);
    expect(BASIC_UNET.specs.map(({ name }) => name)).toEqual(
      ['down_layers.0', 'down_layers.1', 'down_layers.2', 'up_layers.0', 'up_layers.1', 'up_layers.2'].flatMap(
        (layer) => [`${layer}.weight`, `${layer}.bias`],
      ),
    );
    let end = 0;
    for (const { offset, size } of BASIC_UNET.specs) {
      expect(offset).toBe(end);
      end += size;
    }
    expect(end).toBe(BASIC_UNET.count);
    expect(spec('up_layers.1.weight')).toMatchObject({ shape: [32, 64, 5, 5], storedShape: [5, 5, 64, 32] });
  });

  it('has the schema hash of earlier releases', () => {
    expect(BASIC_UNET.schemaHash).toBe('7951c8ba9228473b51dcc8220ca14570997358bdd4edb01c8ed8eaba0b87d7b6');
  });
});

describe('layouts', () => {
  it('move a filter value from [out, in, row, column] to [row, column, in, out]', () => {
    const { name, offset } = spec('down_layers.1.weight'); // 64 outputs, 32 inputs
    const [output, input, row, column] = [7, 30, 1, 4];
    const publishedIndex = ((output * 32 + input) * 5 + row) * 5 + column;
    const flatIndex = offset + ((row * 5 + column) * 32 + input) * 64 + output;
    expect(BASIC_UNET.toTensors(counting).get(name)![publishedIndex]).toBe(flatIndex);
  });
});

describe('the initial weights', () => {
  const weights = BASIC_UNET.initialWeights(0);

  // A separate program in Python computed the same hash.
  it('are the same bits on every machine and Node version', () => {
    const bytes = new Uint8Array(weights.buffer);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(
      'd4eb43d3ac2787294bfbae49ae994b5b0b4a9b21731cf97dfaf93a3f3223935e',
    );
  });

  it('fill the interval of PyTorch, -1/sqrt(fan_in) to 1/sqrt(fan_in), for filters and biases', () => {
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

  it('differ between seeds and between tensors', () => {
    const other = BASIC_UNET.initialWeights(1);
    const equal = weights.filter((value, index) => value === other[index]).length;
    expect(equal).toBeLessThan(BASIC_UNET.count / 1000);
    const tensors = BASIC_UNET.toTensors(weights);
    expect(tensors.get('down_layers.2.weight')!.slice(0, 9)).not.toEqual(
      tensors.get('up_layers.0.weight')!.slice(0, 9),
    );
  });
});
