/** The case that PyTorch computed: fixtures/basic-unet-case.safetensors, whose metadata says how. */
import { fileURLToPath } from 'node:url';

import { BASIC_UNET } from '../parameters.js';
import type { TrainingBatch } from '../step.js';
import { readSafetensors } from './safetensors.js';

const tensors = readSafetensors(fileURLToPath(new URL('../../fixtures/basic-unet-case.safetensors', import.meta.url)));

/** One tensor of the file. Images have one channel, so that NCHW and NHWC are the same bytes. */
export function goldenTensor(name: string): Float32Array {
  const values = tensors.get(name);
  if (!values) throw new Error(`The golden case has no tensor ${name}.`);
  return values;
}

/** The model's parameters under a prefix (`param`, `grad`, `adam3`) as one flat vector. */
export function goldenVector(prefix: string): Float32Array {
  return BASIC_UNET.fromTensors(new Map(BASIC_UNET.specs.map(({ name }) => [name, goldenTensor(`${prefix}.${name}`)])));
}

export const goldenBatch: TrainingBatch = {
  size: 8,
  clean: goldenTensor('x'),
  noised: goldenTensor('noised_x'),
};
