/** Growth of a process's memory. */

/** Share of the samples that are ignored at the beginning, while caches, pools and the heap grow. */
const WARM_UP_SHARE = 0.2;
/** Quantile of the samples that stands for the memory after a garbage collection. */
const FLOOR_SHARE = 0.1;

/** Floor of the memory in the last third of the counted samples, less the floor in the first third. */
export function growthBytes(samples: readonly number[]): number {
  const counted = samples.slice(Math.floor(samples.length * WARM_UP_SHARE));
  const third = Math.floor(counted.length / 3);
  return floorOf(counted.slice(-third)) - floorOf(counted.slice(0, third));
}

function floorOf(samples: readonly number[]): number {
  return [...samples].sort((a, b) => a - b)[Math.floor(samples.length * FLOOR_SHARE)] ?? NaN;
}
