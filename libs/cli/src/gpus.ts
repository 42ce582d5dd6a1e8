import { readdir } from 'node:fs/promises';

/** Number of NVIDIA GPUs that the driver shows. */
export async function countGpus(): Promise<number> {
  return (await readdir('/proc/driver/nvidia/gpus').catch(() => [])).length;
}
