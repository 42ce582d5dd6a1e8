import type { DeviceDescription } from '@lockstep/task';
import { expect, it } from 'vitest';
import { describeDevice } from './describe-device.js';

const CPU: DeviceDescription = {
  backend: 'tensorflow',
  device: 'cpu',
  deviceName: 'AMD EPYC',
  instructionSet: 'avx512',
  driver: undefined,
  memoryBytes: 24 * 2 ** 30,
  software: 'TensorFlow 2.21.0',
  threads: 1,
};

it('describes a CPU with its instructions, threads and memory', () => {
  expect(describeDevice(CPU)).toBe('AMD EPYC (cpu, avx512, 1 thread, 24.0 GiB, TensorFlow 2.21.0)');
  const unknown = describeDevice({ ...CPU, threads: 4, memoryBytes: undefined });
  expect(unknown).toBe('AMD EPYC (cpu, avx512, 4 threads, TensorFlow 2.21.0)');
});

it('describes a GPU with its driver and memory', () => {
  const gpu = { deviceName: 'NVIDIA H100 80GB HBM3', driver: '550.54.15', memoryBytes: 79.6 * 2 ** 30 };
  expect(describeDevice({ ...CPU, ...gpu, device: 'gpu' })).toBe(
    'NVIDIA H100 80GB HBM3 (gpu, driver 550.54.15, 79.6 GiB, TensorFlow 2.21.0)',
  );
});

it('omits unknown properties', () => {
  const js = {
    ...CPU,
    backend: 'javascript',
    software: 'Node.js 20.20.0',
    instructionSet: undefined,
    memoryBytes: undefined,
  };
  expect(describeDevice(js)).toBe('AMD EPYC (cpu, 1 thread, Node.js 20.20.0)');
});
