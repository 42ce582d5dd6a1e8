import { loadTensorFlow } from '@lockstep/tensorflow';
import { describe, expect, it } from 'vitest';
import { traced } from './kernels.trace.js';

const { tf } = loadTensorFlow({ threads: 1 });

function squares(values: number[]): Float32Array {
  return tf.tidy(() => tf.tensor1d(values).square().dataSync<'float32'>());
}

describe('traced', () => {
  it('names every call with the shape of its results, and does not change the results', () => {
    let result: Float32Array | undefined;
    const { calls, totalMs } = traced(tf, () => (result = squares([1, 2, 3])));
    expect(result).toEqual(Float32Array.of(1, 4, 9));
    expect(calls.map(({ kind, name }) => `${kind}: ${name}`)).toEqual([
      'create: tensors from JavaScript',
      'kernel: Square 3',
      'download: tensors to JavaScript',
      'free: freeing tensors',
      'free: freeing tensors',
    ]);
    const callsMs = calls.reduce((sum, { ms }) => sum + ms, 0);
    expect(callsMs).toBeGreaterThan(0);
    expect(totalMs).toBeGreaterThanOrEqual(callsMs);
  });

  it('restores the binding, also after an error', () => {
    const backend = tf.backend() as unknown as { binding: object };
    const { binding } = backend;
    const failing = (): void => {
      expect(backend.binding).not.toBe(binding);
      throw new Error('no result');
    };
    expect(() => traced(tf, failing)).toThrow('no result');
    expect(backend.binding).toBe(binding);
  });
});
