/** Small checkpoints for specs, with values that a faulty copy would change: -0, denormals, the largest float. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Checkpoint } from '../checkpoint.js';
import type { TensorData } from '../safetensors.js';

export const AWKWARD_FLOATS = [0, -0, 1.401298464324817e-45, -1.1754942106924411e-38, 3.4028234663852886e38, 0.1];

export function tensor(shape: number[], values: readonly number[]): TensorData {
  return { shape, data: Float32Array.from(values) };
}

/** A checkpoint at `step`. From step 4 on it has two completed epochs of two steps. `salt` changes the weights. */
export function sampleCheckpoint(step: number, salt = 0): Checkpoint {
  const tensors = (offset: number) => ({
    'up.0.weight': tensor([2, 3], AWKWARD_FLOATS),
    'down.0.bias': tensor([3], [step, salt, offset]),
  });
  const epoch = step < 4 ? 0 : 2;
  return {
    run: 'run-1',
    step,
    epoch,
    config: { seed: 0, learning_rate: 1e-3, '10': ['nested', null], shards: 4 },
    schema_hash: 'ab12',
    fingerprint: 'cd34',
    data_position: { epoch, step_in_epoch: step - epoch * 2 },
    beta1_power: 0.9 * 0.9,
    beta2_power: 5e-324,
    epoch_loss_sum: (step - epoch * 2) / 7,
    epoch_losses: Array.from({ length: epoch }, (_, index) => 0.3 / (index + 7)),
    weights: tensors(0),
    m: tensors(1),
    v: tensors(2),
  };
}

export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'lockstep-checkpoint-'));
}

/** The bits of every tensor, for comparisons that distinguish -0 from 0. */
export function bitsOf(tensors: Readonly<Record<string, TensorData>>): Record<string, number[]> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { data }]) => [name, [...new Uint32Array(Float32Array.from(data).buffer)]]),
  );
}

/** A copy of `bytes` with one bit changed. */
export function flipped(bytes: Uint8Array, index: number, mask = 0x10): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[index] = (copy[index] ?? 0) ^ mask;
  return copy;
}
