import { describe, expect, it } from 'vitest';
import { gpuEnvironment, gpusNamed } from './gpus.js';

describe('the GPUs that CUDA may use', () => {
  it.each<[string | undefined, number, string[]]>([
    [undefined, 3, ['0', '1', '2']],
    [undefined, 0, []],
    ['2,0', 3, ['2', '0']],
    [' 1 , 2', 3, ['1', '2']],
    ['', 3, []],
    ['-1', 3, []],
    ['0,-1,1', 3, ['0']],
    ['GPU-8932f937', 1, ['GPU-8932f937']],
    ['0', 0, []],
  ])('with CUDA_VISIBLE_DEVICES=%s on a machine with %i GPUs', (visible, count, gpus) => {
    expect(gpusNamed(visible, count)).toEqual(gpus);
  });
});

it('the environment of a process selects one GPU by the number of nvidia-smi, or leaves the choice to CUDA', () => {
  expect(gpuEnvironment('3')).toEqual({ CUDA_VISIBLE_DEVICES: '3', CUDA_DEVICE_ORDER: 'PCI_BUS_ID' });
  expect(gpuEnvironment(undefined)).toEqual({});
});
