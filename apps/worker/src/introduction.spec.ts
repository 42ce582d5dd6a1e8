import type { BackendDescription } from '@lockstep/model';
import { expect, it } from 'vitest';
import { introduction } from './introduction.js';

const CPU: BackendDescription = {
  backend: 'tensorflow',
  device: 'cpu',
  deviceName: 'AMD EPYC',
  instructionSet: 'avx512',
  driver: undefined,
  memoryBytes: 24 * 2 ** 30,
  tensorflowVersion: '2.21.0',
  threads: 1,
};

it('names a processor with its instructions, threads and memory', () => {
  expect(introduction(CPU)).toBe('AMD EPYC (cpu, avx512, 1 thread, 24.0 GiB, TensorFlow 2.21.0)');
  const unknown = introduction({ ...CPU, threads: 4, memoryBytes: undefined });
  expect(unknown).toBe('AMD EPYC (cpu, avx512, 4 threads, TensorFlow 2.21.0)');
});

it('names a graphics card with its driver and memory', () => {
  const gpu = { deviceName: 'NVIDIA H100 80GB HBM3', driver: '550.54.15', memoryBytes: 79.6 * 2 ** 30 };
  expect(introduction({ ...CPU, ...gpu, device: 'gpu' })).toBe(
    'NVIDIA H100 80GB HBM3 (gpu, driver 550.54.15, 79.6 GiB, TensorFlow 2.21.0)',
  );
});
