import { describe, expect, it } from 'vitest';
import { gpuEnvironment, gpusNamed } from './gpus.js';

describe('the cards that CUDA may use', () => {
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
  ])('with CUDA_VISIBLE_DEVICES=%s on a machine with %i', (visible, count, cards) => {
    expect(gpusNamed(visible, count)).toEqual(cards);
  });
});

it('a process gets one card, counted as nvidia-smi does, or is left as it is', () => {
  expect(gpuEnvironment('3')).toEqual({ CUDA_VISIBLE_DEVICES: '3', CUDA_DEVICE_ORDER: 'PCI_BUS_ID' });
  expect(gpuEnvironment(undefined)).toEqual({});
});
