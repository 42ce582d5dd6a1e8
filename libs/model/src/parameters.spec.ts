import { ParameterLayoutError } from '@lockstep/task';
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

  it('has a schema hash that only another model changes', () => {
    expect(BASIC_UNET.schemaHash).toBe('7951c8ba9228473b51dcc8220ca14570997358bdd4edb01c8ed8eaba0b87d7b6');
  });
});

describe('layouts', () => {
  it('moves a filter value from [out, in, row, column] to [row, column, in, out]', () => {
    const { name, offset } = spec('down_layers.1.weight'); // 64 outputs, 32 inputs
    const [output, input, row, column] = [7, 30, 1, 4];
    const torchIndex = ((output * 32 + input) * 5 + row) * 5 + column;
    const flatIndex = offset + ((row * 5 + column) * 32 + input) * 64 + output;
    expect(BASIC_UNET.toTensors(counting).get(name)![torchIndex]).toBe(flatIndex);
  });

  it('are exact inverses of each other', () => {
    const torch = BASIC_UNET.toTensors(counting);
    expect([...torch.keys()]).toEqual(BASIC_UNET.specs.map(({ name }) => name));
    expect(BASIC_UNET.fromTensors(torch)).toEqual(counting);
    expect(BASIC_UNET.toTensors(BASIC_UNET.fromTensors(torch))).toEqual(torch);
    expect(torch.get('down_layers.2.weight')).not.toEqual(
      counting.subarray(spec('down_layers.2.weight').offset).subarray(0, 102_400),
    );
  });

  it('refuse what is not the model', () => {
    expect(() => BASIC_UNET.toTensors(new Float32Array(3))).toThrow(ParameterLayoutError);
    const torch = BASIC_UNET.toTensors(counting);
    expect(() => BASIC_UNET.fromTensors(new Map([...torch, ['extra', new Float32Array(1)]]))).toThrow(
      /no parameter .*extra/,
    );
    expect(() => BASIC_UNET.fromTensors(new Map([...torch].slice(1)))).toThrow(/down_layers\.0\.weight is missing/);
    torch.set('up_layers.2.bias', new Float32Array(2));
    expect(() => BASIC_UNET.fromTensors(torch)).toThrow(/up_layers\.2\.bias has 2 values, not 1/);
  });
});
