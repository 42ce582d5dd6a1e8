import os from 'node:os';
import { describe, expect, it } from 'vitest';
import { deviceFacts, driverVersion, visibleGpu } from './device.js';

it('describes a processor by its name, its instructions and the memory of the machine', () => {
  const facts = deviceFacts('cpu');
  expect(facts).toMatchObject({ driver: undefined, memoryBytes: os.totalmem() });
  expect(facts.deviceName).toBe(os.cpus()[0]!.model);
  expect(facts.instructionSet).toMatch(/^(avx512|avx2|avx|sse4|x64|arm64)/);
});

describe('the version of the driver', () => {
  it('is read from its version file', () => {
    const text =
      'NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15  Tue Mar  5 22:23:56 UTC 2024\n' +
      'GCC version:  gcc version 12.3.0 (Ubuntu 12.3.0-1ubuntu1~22.04)\n';
    expect(driverVersion(text)).toBe('550.54.15');
    const open = 'NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  570.124.06  Release Build  (root@host)\n';
    expect(driverVersion(open)).toBe('570.124.06');
  });

  it('is undefined without a driver', () => {
    expect(driverVersion('')).toBeUndefined();
  });
});

it.each([
  [undefined, 0],
  ['', 0],
  ['3', 3],
  ['2,5', 2],
  ['GPU-8932f937-d72c-4106-c12f-20bd9faed9f6', 0],
])('CUDA_VISIBLE_DEVICES=%s starts with GPU %i', (setting, gpu) => {
  expect(visibleGpu(setting)).toBe(gpu);
});
