/** Explains why TensorFlow does not use a GPU. TensorFlow itself falls back to the CPU without a clear message. */
import { existsSync, readFileSync } from 'node:fs';
import { gpusNamed } from '@lockstep/cli';
import { installedTensorFlow, type Installed } from '@lockstep/native';
import { nvidiaDriver } from '@lockstep/tensorflow';

export interface GpuFacts {
  /** Installed build of TensorFlow, undefined when it is unknown. */
  build: Installed['kind'] | undefined;
  onGpu: boolean;
  /** Value of CUDA_VISIBLE_DEVICES, undefined when it is not set. */
  visible: string | undefined;
  /** Version of NVIDIA's kernel driver, undefined when it is not loaded. */
  driver: string | undefined;
  /** True when TensorFlow loaded the driver's library, libcuda.so.1. */
  libraryFound: boolean;
}

export interface Notice {
  level: 'info' | 'warn';
  message: string;
}

/** Lists the libraries of this process. */
const LOADED = '/proc/self/maps';

/** Must be called in the process that has loaded TensorFlow. */
export function gpuFacts(onGpu: boolean): GpuFacts {
  return {
    build: installedTensorFlow()?.kind,
    onGpu,
    visible: process.env['CUDA_VISIBLE_DEVICES'],
    driver: nvidiaDriver(),
    libraryFound: existsSync(LOADED) && readFileSync(LOADED, 'utf8').includes('/libcuda.so'),
  };
}

const CPU_BUILD = 'LOCKSTEP_TENSORFLOW=cpu npx nx run native:setup';
const GPU_BUILD = 'LOCKSTEP_TENSORFLOW=gpu npx nx run native:setup';

/** Returns undefined when a GPU is in use or when none is expected. */
export function gpuNotice({ build, onGpu, visible, driver, libraryFound }: GpuFacts): Notice | undefined {
  if (onGpu || build === 'user' || build === undefined) return undefined;
  if (build === 'cpu') {
    if (driver === undefined) return undefined;
    const message = `TensorFlow computes on the CPU, although NVIDIA's driver ${driver} is loaded`;
    return { level: 'info', message: `${message}: install the GPU build with ${GPU_BUILD}` };
  }
  if (visible !== undefined && gpusNamed(visible, 1).length === 0) {
    const message = `TensorFlow computes on the CPU, because CUDA_VISIBLE_DEVICES=${visible} names no GPU`;
    return { level: 'info', message: `${message}: unset it, or name a GPU` };
  }
  const message = `TensorFlow's GPU build computes on the CPU, because ${whyNoGpu(driver, libraryFound)}`;
  return { level: 'warn', message };
}

/** Returns the reason and the remedy. */
function whyNoGpu(driver: string | undefined, libraryFound: boolean): string {
  if (libraryFound) {
    return (
      `NVIDIA's driver ${driver ?? '(version unknown)'} shows no GPU: check the output of nvidia-smi, that the driver is 525 or newer, ` +
      'and that this user may open /dev/nvidia* (docs/cluster.md, "GPUs")'
    );
  }
  if (driver !== undefined) {
    return (
      `NVIDIA's driver ${driver} is loaded but its library libcuda.so.1 is missing: install the driver's libraries, or, for a container, ` +
      "NVIDIA's container toolkit with NVIDIA_DRIVER_CAPABILITIES=compute,utility"
    );
  }
  return (
    "NVIDIA's driver is missing (no libcuda.so.1): install version 525 or newer, start the container with --gpus=all, " +
    `or install the CPU build, which gives the same bits (${CPU_BUILD})`
  );
}
