/**
 * How long one worker takes for a shard, and from it how many shards it gets and when a lease of its is late.
 *
 * The middle of the last few leases, so that one slow step does not change who computes what; for the deadline the 95th
 * percentile of more of them, so that a worker whose times spread is not called late for it.
 */

/** A lease may take so many times the 95th percentile before its shards are leased to a second worker. */
const LATE_FACTOR = 4;
/** What a worker may take before anything is known of it: TensorFlow's first kernel calls are slow, and the weights are new. */
const UNKNOWN_MS = 10_000;
const REMEMBERED = 32;
const RECENT = 5;

export class Pace {
  private msPerShard: number[] = [];

  /** A lease was completed. */
  observe(ms: number, shards: number): void {
    this.msPerShard.push(ms / shards);
    if (this.msPerShard.length > REMEMBERED) this.msPerShard.shift();
  }

  /** From now on it is as fast as this, whatever it was before: it fell behind, or a probe has shown it. */
  startAnew(msPerShard: number): void {
    this.msPerShard = [msPerShard];
  }

  /** Median of the last leases in milliseconds for each shard; undefined before the first. */
  get usualMs(): number | undefined {
    const recent = sorted(this.msPerShard.slice(-RECENT));
    return recent[Math.floor(recent.length / 2)];
  }

  /** Time that a lease of so many shards may take. */
  allowanceMs(shards: number, floorMs: number): number {
    const all = sorted(this.msPerShard);
    const p95 = all[Math.floor(all.length * 0.95)];
    return p95 === undefined ? Math.max(floorMs, UNKNOWN_MS) : Math.max(floorMs, p95 * shards * LATE_FACTOR);
  }
}

function sorted(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}
