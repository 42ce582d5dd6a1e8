/** The case that PyTorch computed for BasicUNet. The metadata of the fixture state how. */
import { BASIC_UNET } from '../basic-unet/parameters.js';
import type { TrainingBatch } from '../basic-unet/step.js';
import { goldenCases } from './golden-case.js';

const [file] = goldenCases(['basic-unet-case.safetensors']);

/** Returns one tensor of the file. Images have one channel, so NCHW and NHWC are the same bytes. */
export function goldenTensor(name: string): Float32Array {
  return file!.values(name);
}

/** Returns the model's parameters under a prefix (`param`, `grad`, `adam3`) as one flat vector. */
export function goldenVector(prefix: string): Float32Array {
  return BASIC_UNET.fromTensors(new Map(BASIC_UNET.specs.map(({ name }) => [name, goldenTensor(`${prefix}.${name}`)])));
}

export const goldenBatch: TrainingBatch = {
  size: 8,
  clean: goldenTensor('x'),
  noised: goldenTensor('noised_x'),
};
