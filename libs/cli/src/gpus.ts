import { readdir } from 'node:fs/promises';

/** The NVIDIA GPUs that CUDA may use here, each as CUDA_VISIBLE_DEVICES names it. @param visible that variable, if set */
export async function usableGpus(visible: string | undefined): Promise<string[]> {
  return gpusNamed(visible, (await readdir('/proc/driver/nvidia/gpus').catch(() => [])).length);
}

/** As CUDA reads the variable: the list ends at the first entry that is no card. @param count cards that the driver shows */
export function gpusNamed(visible: string | undefined, count: number): string[] {
  if (visible === undefined) return Array.from({ length: count }, (_, gpu) => String(gpu));
  const named = visible.split(',').map((gpu) => gpu.trim());
  const end = named.findIndex((gpu) => gpu === '' || gpu.startsWith('-'));
  return count === 0 ? [] : named.slice(0, end === -1 ? named.length : end);
}

/** What gives a process one GPU and no other; undefined: leaves things as they are. */
export function gpuEnvironment(gpu: string | undefined): Record<string, string> {
  // By default CUDA counts the fastest first, and so names other cards than nvidia-smi does.
  return gpu === undefined ? {} : { CUDA_VISIBLE_DEVICES: gpu, CUDA_DEVICE_ORDER: 'PCI_BUS_ID' };
}
