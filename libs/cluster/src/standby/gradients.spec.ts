import { WrongPartError } from '@lockstep/protocol';
import { expect, it } from 'vitest';
import { Gradients, MOST_WAITING } from './gradients.js';

const part = (number: number, bytes = 4) => {
  return { kind: 'reducedPart', samples: 3, lossSum: 0.5, part: number, data: new Uint8Array(bytes).fill(number) };
};

it('returns a complete gradient once', () => {
  const gradients = new Gradients({ parameterCount: 2, partSizeBytes: 4, wireDtype: 'f32' });
  expect([gradients.add(7, part(1)), gradients.add(7, part(1))]).toEqual([true, false]);
  expect(gradients.missing(7)).toEqual([0]);
  expect(gradients.take(7)).toBeUndefined();
  gradients.add(7, part(0));
  expect(gradients.take(7)).toMatchObject({ samples: 3, lossSum: 0.5 });
  expect(gradients.take(7)).toBeUndefined();
});

it('keeps a bounded number of the latest gradients and drops applied ones', () => {
  const gradients = new Gradients({ parameterCount: 1, partSizeBytes: 4, wireDtype: 'f32' });
  for (let version = 1; version <= 100; version++) gradients.add(version, part(0));
  expect(gradients.size).toBe(MOST_WAITING);
  expect(gradients.take(100)).toBeDefined();
  gradients.dropUntil(98);
  expect(gradients.size).toBe(1);
});

it('is not changed by a part that does not fit', () => {
  const gradients = new Gradients({ parameterCount: 1, partSizeBytes: 4, wireDtype: 'f32' });
  expect(() => gradients.add(1, part(0, 3))).toThrow(WrongPartError);
  expect(() => gradients.add(1, part(1))).toThrow(WrongPartError);
  expect(gradients.size).toBe(0);
});
