import { readdir } from 'node:fs/promises';

/**
 * Returns the NVIDIA GPUs that CUDA may use on this machine, each as CUDA_VISIBLE_DEVICES names it.
 * @param visible value of CUDA_VISIBLE_DEVICES, undefined when it is not set
 */
export async function usableGpus(visible: string | undefined): Promise<string[]> {
  return gpusNamed(visible, (await readdir('/proc/driver/nvidia/gpus').catch(() => [])).length);
}

/**
 * Reads CUDA_VISIBLE_DEVICES as CUDA does: the list ends at the first invalid entry.
 * @param count GPUs that the driver shows
 */
export function gpusNamed(visible: string | undefined, count: number): string[] {
  if (visible === undefined) return Array.from({ length: count }, (_, gpu) => String(gpu));
  const named = visible.split(',').map((gpu) => gpu.trim());
  const end = named.findIndex((gpu) => gpu === '' || gpu.startsWith('-'));
  return count === 0 ? [] : named.slice(0, end === -1 ? named.length : end);
}

/** Returns the environment that restricts a process to one GPU, or an empty one for undefined. */
export function gpuEnvironment(gpu: string | undefined): Record<string, string> {
  // By default CUDA numbers the fastest GPU first. PCI order gives the numbers of nvidia-smi.
  return gpu === undefined ? {} : { CUDA_VISIBLE_DEVICES: gpu, CUDA_DEVICE_ORDER: 'PCI_BUS_ID' };
}
