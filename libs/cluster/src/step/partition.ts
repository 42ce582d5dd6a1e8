/**
 * Divides the shards of a step among the workers, so that the step ends as early as their measured speeds allow. Among the
 * divisions that end equally early it takes the one whose ranges consist of few aligned subtrees, because each subtree is a
 * message.
 *
 * This is makespan scheduling of equal jobs on machines of different speeds. Shares are proportional to the speeds, and each
 * shard that rounding leaves over goes to the worker that would complete it first. For equal jobs this greedy rule is optimal.
 */
import { coveringNodes } from '@lockstep/optim';

/** The number of shards that each worker gets. @param msPerShard time per shard of each worker, positive; at least one worker */
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
 * The number of shards, from the first free one on, that the fastest of the idle workers gets.
 * @param free the free shards, ascending, at least one
 * @param msPerShard time per shard of each idle worker, the fastest first
 * @param width number of shards of the step
 */
export function firstRange(free: readonly number[], msPerShard: readonly number[], width: number): number {
  const counts = apportion(free.length, msPerShard);
  const endMs = Math.max(...counts.map((count, i) => count * msPerShard[i]!));
  // Shards that each could compute until the last worker ends. The quotient may be rounded down, so a little is added.
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
