import { describe, expect, it } from 'vitest';

import { checkpointName, decodeCheckpoint, encodeCheckpoint, stepOfName } from './checkpoint.js';
import { CheckpointError, DamagedCheckpointError } from './errors.js';
import { encodeSafetensors } from './safetensors.js';
import { bitsOf, flipped, sampleCheckpoint, tensor } from './testing/sample.js';

const CHECKPOINT = sampleCheckpoint(5);

describe('a checkpoint', () => {
  it('is decoded with the same bits', () => {
    const decoded = decodeCheckpoint(encodeCheckpoint(CHECKPOINT), 'step-00000005');
    expect(decoded).toStrictEqual(CHECKPOINT);
    for (const part of ['weights', 'm', 'v'] as const) expect(bitsOf(decoded[part])).toEqual(bitsOf(CHECKPOINT[part]));
  });

  it('has the manifest as its last file and a weights file with only the parameters', () => {
    const files = encodeCheckpoint(CHECKPOINT);
    expect([...files.keys()]).toEqual(['weights.safetensors', 'optimizer.safetensors', 'manifest.json']);
    expect(files.get('weights.safetensors')).toEqual(encodeSafetensors(CHECKPOINT.weights));
  });

  it('is refused when a file is missing', () => {
    for (const name of encodeCheckpoint(CHECKPOINT).keys()) {
      const files = encodeCheckpoint(CHECKPOINT);
      files.delete(name);
      expect(() => decodeCheckpoint(files, 'step-00000005')).toThrow(`step-00000005 is damaged: ${name} is missing`);
    }
  });

  it('is refused when a tensor file is changed at any byte or truncated at any length', () => {
    for (const name of ['weights.safetensors', 'optimizer.safetensors']) {
      const files = encodeCheckpoint(CHECKPOINT);
      const bytes = files.get(name) ?? new Uint8Array();
      for (let index = 0; index < bytes.byteLength; index += 1) {
        files.set(name, flipped(bytes, index));
        expect(() => decodeCheckpoint(files, 'c')).toThrow(DamagedCheckpointError);
        files.set(name, bytes.subarray(0, index));
        expect(() => decodeCheckpoint(files, 'c')).toThrow(`${name} differs from the manifest: it has ${index} bytes`);
      }
    }
  });

  it('is refused when a file belongs to another checkpoint', () => {
    const files = encodeCheckpoint(CHECKPOINT);
    const others = encodeCheckpoint(sampleCheckpoint(5, 1));
    files.set('weights.safetensors', others.get('weights.safetensors') ?? new Uint8Array());
    expect(() => decodeCheckpoint(files, 'c')).toThrow(/weights.safetensors differs from the manifest: its SHA-256 is/);
  });

  it('is not encoded when the moments do not fit the weights', () => {
    const m = { 'up.0.weight': tensor([3, 2], [1, 2, 3, 4, 5, 6]), 'down.0.bias': tensor([3], [1, 2, 3]) };
    expect(() => encodeCheckpoint({ ...CHECKPOINT, m })).toThrow(/Adam's m differ from those of the weights/);
    expect(() => encodeCheckpoint({ ...CHECKPOINT, v: {} })).toThrow(CheckpointError);
  });
});

describe('the name of a checkpoint', () => {
  it('contains its step', () => {
    expect(checkpointName(469)).toBe('step-00000469');
    for (const step of [0, 469, 99_999_999, 100_000_000]) expect(stepOfName(checkpointName(step))).toBe(step);
  });

  it.each(['', 'step-', 'step-469', 'step-000000469', 'step-00000469.new', '.step-00000469', 'step-0000046x', 'best'])(
    'is not %j',
    (name) => {
      expect(stepOfName(name)).toBeUndefined();
    },
  );
});
