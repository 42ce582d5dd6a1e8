/** Whether a process's memory is flat. */

/** Samples that do not count: caches, pools and the heap take what they need in the beginning. */
const WARM_UP_SHARE = 0.2;
/** What is left after a collection of garbage: a collector's memory goes up and down by more than any leak that is worth finding. */
const FLOOR_SHARE = 0.1;

/** By how much a process has grown: its floor in the last third of the samples that count, less that in the first. */
export function growthBytes(samples: readonly number[]): number {
  const counted = samples.slice(Math.floor(samples.length * WARM_UP_SHARE));
  const third = Math.floor(counted.length / 3);
  return floorOf(counted.slice(-third)) - floorOf(counted.slice(0, third));
}

function floorOf(samples: readonly number[]): number {
  return [...samples].sort((a, b) => a - b)[Math.floor(samples.length * FLOOR_SHARE)] ?? NaN;
}
