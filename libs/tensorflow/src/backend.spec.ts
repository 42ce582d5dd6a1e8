import util from 'node:util';

import { afterEach, describe, expect, it, vi } from 'vitest';

import { TensorFlowSettingsError } from './errors.js';
import { loadTensorFlow, tensorFlowEnvironment } from './backend.js';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.doUnmock('node:module');
  vi.doUnmock('node:worker_threads');
  vi.resetModules();
});

describe('tensorFlowEnvironment', () => {
  it('sets the number of threads and determinism', () => {
    expect(tensorFlowEnvironment({ threads: 3 })).toMatchObject({
      TF_NUM_INTRAOP_THREADS: '3',
      TF_NUM_INTEROP_THREADS: '1',
      TF_DETERMINISTIC_OPS: '1',
      NVIDIA_TF32_OVERRIDE: '0',
      TF_FORCE_GPU_ALLOW_GROWTH: 'true',
    });
  });

  it('lets the user choose how GPU memory is allocated, but not settings that change results', () => {
    vi.stubEnv('TF_FORCE_GPU_ALLOW_GROWTH', 'false');
    vi.stubEnv('NVIDIA_TF32_OVERRIDE', '1');
    vi.stubEnv('TF_DETERMINISTIC_OPS', '0');
    expect(tensorFlowEnvironment({ threads: 1 })).toMatchObject({
      TF_FORCE_GPU_ALLOW_GROWTH: 'false',
      NVIDIA_TF32_OVERRIDE: '0',
      TF_DETERMINISTIC_OPS: '1',
    });
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses %s threads', (threads) => {
    expect(() => tensorFlowEnvironment({ threads })).toThrow(TensorFlowSettingsError);
  });
});

describe('loadTensorFlow', () => {
  it('names the command that installs a missing library', async () => {
    vi.doMock('node:module', () => ({
      createRequire: () => () => {
        throw new Error('libtensorflow.so.2: cannot open shared object file\nand more');
      },
    }));
    const { loadTensorFlow } = await import('./backend.js');
    expect(() => loadTensorFlow({ threads: 1 })).toThrow(
      /could not be loaded \(libtensorflow\.so\.2: cannot open shared object file\)\. Run: npx nx run native:setup/,
    );
  });

  it('refuses a worker thread whose main thread has not made the settings', async () => {
    vi.doMock('node:worker_threads', () => ({ isMainThread: false }));
    const { loadTensorFlow } = await import('./backend.js');
    expect(() => loadTensorFlow({ threads: 17 })).toThrow(
      /TF_NUM_INTRAOP_THREADS=17 .*before the worker thread starts/,
    );
  });

  it('loads without the functions that Node 23 removed, computes, and describes the device', () => {
    const removed = util as unknown as Record<string, unknown>;
    delete removed['isNullOrUndefined'];
    delete removed['isArray'];
    const { tf, device } = loadTensorFlow({ threads: 1 });
    expect(tf.tidy(() => tf.tensor1d([1, 2, 3]).sum().dataSync()[0])).toBe(6);
    expect(removed['isNullOrUndefined']).toBeTypeOf('function');
    expect(process.env['TF_NUM_INTRAOP_THREADS']).toBe('1');
    expect(device).toMatchObject({ backend: 'tensorflow', threads: 1 });
    expect(['cpu', 'gpu']).toContain(device.device);
    expect(device.software).toMatch(/^TensorFlow 2\.\d+\.\d+/);
    expect(device.deviceName).not.toBe('');
    expect(device.instructionSet).not.toBe('');
  });
});
