/** Whether a process's memory is flat. */

/** Samples that do not count: caches, pools and the heap take what they need in the beginning. */
const WARM_UP_SHARE = 0.2;

/**
 * By how much memory has grown: what it usually was in the last third of what counts, less what it usually was in the first. Medians, since
 * a collector's memory goes up and down by more than any leak that is worth finding.
 */
export function growthBytes(samples: readonly number[]): number {
  const counted = samples.slice(Math.floor(samples.length * WARM_UP_SHARE));
  const third = Math.floor(counted.length / 3);
  return median(counted.slice(-third)) - median(counted.slice(0, third));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
