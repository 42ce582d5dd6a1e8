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
  ['no driver', {}, 'warn', /computes on the processor, since NVIDIA's driver is missing.*LOCKSTEP_TENSORFLOW=cpu/],
  [
    'a container without the driver',
    { driver: '550.54.15' },
    'warn',
    /driver 550\.54\.15 is loaded but .*libcuda\.so\.1 is not found.*toolkit/,
  ],
  [
    'a driver that shows no card',
    { driver: '470.1', libraryFound: true },
    'warn',
    /driver 470\.1 shows it no GPU: see what nvidia-smi says.*525 or newer/,
  ],
  ['a library without a driver', { libraryFound: true }, 'warn', /driver \(version unknown\) shows it no GPU/],
  ['hidden cards', { driver: '550.54.15', visible: '-1' }, 'info', /since CUDA_VISIBLE_DEVICES=-1 names no GPU/],
  ['no cards named', { driver: '550.54.15', visible: '' }, 'info', /since CUDA_VISIBLE_DEVICES= names no GPU/],
  [
    'the build for processors',
    { build: 'cpu', driver: '550.54.15' },
    'info',
    /driver 550\.54\.15 is here: the build for GPUs comes by LOCKSTEP_TENSORFLOW=gpu/,
  ],
])('%s is said, with what to do', (_, facts, level, message) => {
  expect(gpuNotice({ ...NO_DRIVER, ...facts })).toEqual({ level, message: expect.stringMatching(message) as string });
});

it.each<[string, Partial<GpuFacts>]>([
  ['a GPU that computes', { onGpu: true, driver: '550.54.15', libraryFound: true }],
  ['a processor with the build for it', { build: 'cpu' }],
  ["a user's own TensorFlow", { build: 'user' }],
  ['a TensorFlow that somebody else put there', { build: undefined }],
])('%s needs no words', (_, facts) => {
  expect(gpuNotice({ ...NO_DRIVER, ...facts })).toBeUndefined();
});

it('sees this machine as it is', () => {
  expect(gpuFacts(false)).toMatchObject({
    build: expect.stringMatching(/cpu|gpu|user/) as string,
    libraryFound: false,
  });
});
