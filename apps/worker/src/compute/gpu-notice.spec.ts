import { expect, it } from 'vitest';
import { gpuFacts, gpuNotice, type GpuFacts } from './gpu-notice.js';

const NO_DRIVER: GpuFacts = {
  build: 'gpu',
  onGpu: false,
  visible: undefined,
  driver: undefined,
  libraryFound: false,
};

it.each<[string, Partial<GpuFacts>, 'info' | 'warn', RegExp]>([
  ['no driver', {}, 'warn', /computes on the CPU, because NVIDIA's driver is missing.*LOCKSTEP_TENSORFLOW=cpu/],
  [
    'a container without the driver',
    { driver: '550.54.15' },
    'warn',
    /driver 550\.54\.15 is loaded but .*libcuda\.so\.1 is missing.*toolkit/,
  ],
  [
    'a driver that shows no GPU',
    { driver: '470.1', libraryFound: true },
    'warn',
    /driver 470\.1 shows no GPU: check the output of nvidia-smi.*525 or newer/,
  ],
  ['a library without a driver', { libraryFound: true }, 'warn', /driver \(version unknown\) shows no GPU/],
  ['hidden GPUs', { driver: '550.54.15', visible: '-1' }, 'info', /because CUDA_VISIBLE_DEVICES=-1 names no GPU/],
  ['an empty list of GPUs', { driver: '550.54.15', visible: '' }, 'info', /because CUDA_VISIBLE_DEVICES= names no GPU/],
  [
    'the CPU build',
    { build: 'cpu', driver: '550.54.15' },
    'info',
    /driver 550\.54\.15 is loaded: install the GPU build with LOCKSTEP_TENSORFLOW=gpu/,
  ],
])('the notice of %s names the remedy', (_, facts, level, message) => {
  expect(gpuNotice({ ...NO_DRIVER, ...facts })).toEqual({ level, message: expect.stringMatching(message) as string });
});

it.each<[string, Partial<GpuFacts>]>([
  ['a GPU that computes', { onGpu: true, driver: '550.54.15', libraryFound: true }],
  ['a CPU with the CPU build', { build: 'cpu' }],
  ["a user's own TensorFlow", { build: 'user' }],
  ['an unknown TensorFlow', { build: undefined }],
])('%s gives no notice', (_, facts) => {
  expect(gpuNotice({ ...NO_DRIVER, ...facts })).toBeUndefined();
});

it('reads the facts of this machine', () => {
  expect(gpuFacts(false)).toMatchObject({
    build: expect.stringMatching(/cpu|gpu|user/) as string,
    libraryFound: false,
  });
});
