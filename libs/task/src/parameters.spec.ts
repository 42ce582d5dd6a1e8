import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { ParameterLayoutError } from './errors.js';
import { createParameterList } from './parameters.js';

const list = createParameterList(
  [
    { name: 'a', shape: [2, 3, 4], storedAxes: [2, 0, 1] },
    { name: 'b', shape: [5] },
    { name: 'scalar', shape: [] },
  ],
  (seed, { count }) => new Float32Array(count).fill(seed),
);
const counting = Float32Array.from({ length: list.count }, (_, index) => index);

describe('a list of parameters', () => {
  it('has no gaps between them', () => {
    expect(list.specs.map(({ offset, size }) => [offset, size])).toEqual([
      [0, 24],
      [24, 5],
      [29, 1],
    ]);
    expect(list.count).toBe(30);
    expect(list.specs[0]).toMatchObject({ shape: [2, 3, 4], storedShape: [4, 2, 3] });
  });

  it('has a schema hash of names, published shapes and dtypes, in their order', () => {
    const text = '[["a",[2,3,4],"float32"],["b",[5],"float32"],["scalar",[],"float32"]]';
    expect(list.schemaHash).toBe(createHash('sha256').update(text).digest('hex'));
    const swapped = createParameterList(list.specs.toReversed(), () => new Float32Array());
    expect(swapped.schemaHash).not.toBe(list.schemaHash);
  });

  it('draws initial weights for a seed', () => {
    expect(list.initialWeights(3)).toEqual(new Float32Array(30).fill(3));
  });

  it('refuses equal names, and axes that are not a permutation', () => {
    const none = () => new Float32Array();
    const make = (...declarations: Parameters<typeof createParameterList>[0]) =>
      createParameterList(declarations, none);
    expect(() => make({ name: 'w', shape: [1] }, { name: 'w', shape: [2] })).toThrow('Two parameters are named w.');
    for (const storedAxes of [[0], [0, 0], [1, 2], [0, 1, 2]]) {
      expect(() => make({ name: 'w', shape: [2, 2], storedAxes })).toThrow(ParameterLayoutError);
    }
  });
});

describe('layouts', () => {
  it('move a value from its published index to its stored index', () => {
    const tensor = list.toTensors(counting).get('a')!;
    for (let i = 0; i < 2; i++) {
      for (let j = 0; j < 3; j++) {
        // Stored as [4, 2, 3].
        for (let k = 0; k < 4; k++) expect(tensor[(i * 3 + j) * 4 + k]).toBe((k * 2 + i) * 3 + j);
      }
    }
    expect([...list.toTensors(counting).get('b')!]).toEqual([24, 25, 26, 27, 28]);
    expect([...list.toTensors(counting).get('scalar')!]).toEqual([29]);
  });

  it('are exact inverses of each other', () => {
    const tensors = list.toTensors(counting);
    expect([...tensors.keys()]).toEqual(['a', 'b', 'scalar']);
    expect(list.fromTensors(tensors)).toEqual(counting);
    const special = counting.slice();
    special.set([-0, 1e-45, Infinity]);
    expect(Object.is(list.fromTensors(list.toTensors(special))[0], -0)).toBe(true);
  });

  it('refuse vectors and tensors of a different model', () => {
    expect(() => list.toTensors(new Float32Array(29))).toThrow(ParameterLayoutError);
    expect(() => list.toTensors(new Float32Array(29))).toThrow('has 30 values, but this vector has 29');
    const tensors = list.toTensors(counting);
    expect(() => list.fromTensors(new Map([...tensors, ['extra', new Float32Array(1)]]))).toThrow(/named extra/);
    expect(() => list.fromTensors(new Map([...tensors].slice(1)))).toThrow('The parameter a is missing.');
    expect(() => list.fromTensors(tensors.set('b', new Float32Array(4)))).toThrow('b has 4 values, not 5');
  });
});
