/** A GPU that could compute and does not is said in one sentence: TensorFlow itself falls back to the processor with a riddle. */
import { existsSync, readFileSync } from 'node:fs';
import { gpusNamed } from '@lockstep/cli';
import { installedTensorFlow, type Installed } from '@lockstep/native';
import { nvidiaDriver } from '@lockstep/tensorflow';

export interface GpuFacts {
  /** Build of TensorFlow that is in place; undefined when nobody wrote it down. */
  build: Installed['kind'] | undefined;
  onGpu: boolean;
  /** CUDA_VISIBLE_DEVICES */
  visible: string | undefined;
  /** Version of the driver in the kernel. */
  driver: string | undefined;
  /** Whether TensorFlow found the driver's library, libcuda.so.1. */
  libraryFound: boolean;
}

export interface Notice {
  level: 'info' | 'warn';
  message: string;
}

/** Lists every library in this process. */
const LOADED = '/proc/self/maps';

/** To be asked in the process that has loaded TensorFlow. */
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

/** @returns undefined when there is nothing to say: a GPU computes, or none was to be expected */
export function gpuNotice({ build, onGpu, visible, driver, libraryFound }: GpuFacts): Notice | undefined {
  if (onGpu || build === 'user' || build === undefined) return undefined;
  if (build === 'cpu') {
    if (driver === undefined) return undefined;
    return info(
      `computes on the processor, though NVIDIA's driver ${driver} is here: the build for GPUs comes by ${GPU_BUILD}`,
    );
  }
  if (visible !== undefined && gpusNamed(visible, 1).length === 0) {
    return info(`computes on the processor, since CUDA_VISIBLE_DEVICES=${visible} names no GPU: unset it, or name one`);
  }
  return warn(`TensorFlow's build for GPUs computes on the processor, since ${whyNoGpu(driver, libraryFound)}`);
}

/** The reason and the remedy. */
function whyNoGpu(driver: string | undefined, libraryFound: boolean): string {
  if (libraryFound) {
    return (
      `NVIDIA's driver ${driver ?? '(version unknown)'} shows it no GPU: see what nvidia-smi says, whether the driver is ` +
      '525 or newer, and whether this user may open /dev/nvidia* (docs/cluster.md, "GPUs")'
    );
  }
  if (driver !== undefined) {
    return (
      `NVIDIA's driver ${driver} is loaded but its library libcuda.so.1 is not found: install the driver's libraries, ` +
      "or in a container NVIDIA's container toolkit with NVIDIA_DRIVER_CAPABILITIES=compute,utility"
    );
  }
  return (
    "NVIDIA's driver is missing (no libcuda.so.1): install version 525 or newer, start the container with --gpus=all, " +
    `or take the build for processors, which has the same bits (${CPU_BUILD})`
  );
}

function info(message: string): Notice {
  return { level: 'info', message };
}

function warn(message: string): Notice {
  return { level: 'warn', message };
}
