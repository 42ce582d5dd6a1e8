/**
 * Which shards go to which worker: the step is to end as early as it can at the workers' measured speeds, and among the
 * divisions that end equally early the one whose ranges are few aligned subtrees is taken, since each subtree is a message.
 *
 * Makespan scheduling of equal jobs on machines of different speeds: proportional shares, what rounding leaves over goes one
 * by one to whoever would be done with it first. For equal jobs that greedy rule is optimal.
 */
import { coveringNodes } from '@lockstep/optim';

/** How many of `shards` each worker gets. @param msPerShard time that each takes for one: positive, at least one worker */
export function apportion(shards: number, msPerShard: readonly number[]): number[] {
  const speed = msPerShard.reduce((sum, ms) => sum + 1 / ms, 0);
  const counts = msPerShard.map((ms) => Math.floor(shards / ms / speed));
  let left = shards - counts.reduce((sum, count) => sum + count, 0);
  for (; left > 0; left--) {
    let first = 0;
    for (let i = 1; i < counts.length; i++) {
      if ((counts[i]! + 1) * msPerShard[i]! < (counts[first]! + 1) * msPerShard[first]!) first = i;
    }
    counts[first]! += 1;
  }
  return counts;
}

/**
 * The number of shards, from the first free one on, for the fastest of the workers that are free.
 * @param free the free shards, ascending, at least one
 * @param msPerShard of the free workers, the fastest first
 * @param width shards of the step
 */
export function firstRange(free: readonly number[], msPerShard: readonly number[], width: number): number {
  const counts = apportion(free.length, msPerShard);
  const endMs = Math.max(...counts.map((count, i) => count * msPerShard[i]!));
  // What each could compute until the last one is done: a hair more than the quotient, which rounding may have made too small.
  const [most = 1, ...others] = msPerShard.map((ms) => Math.floor(endMs / ms + 1e-9));
  const othersTake = others.reduce((sum, count) => sum + count, 0);
  const least = Math.max(1, free.length - othersTake);
  const first = free[0]!;
  let contiguous = 1;
  while (contiguous < most && free[contiguous] === first + contiguous) contiguous += 1;
  let best = contiguous;
  for (let count = contiguous; count >= Math.min(least, contiguous); count--) {
    if (coveringNodes(first, count, width).length < coveringNodes(first, best, width).length) best = count;
  }
  return best;
}
