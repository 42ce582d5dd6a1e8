/**
 * How long one worker takes for a shard, and from it how many shards it gets and when a lease of its is late.
 *
 * How many it gets follows from its computing alone: the way to and fro takes as long for many shards as for one, so that of two
 * equal workers the one that has more would seem faster for each, get more again, and the other nothing. When it is late follows from
 * the whole time. The middle of the last few leases, so that one slow step does not change who computes what; for the deadline the 95th
 * percentile of more of them, so that a worker whose times spread is not called late for it.
 */

/** A lease may take so many times the 95th percentile before its shards are leased to a second worker. */
const LATE_FACTOR = 4;
/** What a worker may take before anything is known of it: TensorFlow's first kernel calls are slow, and the weights are new. */
const UNKNOWN_MS = 10_000;
/** A worker's word for its computing counts down to this share of the time that the lease took. */
const LEAST_SHARE = 1 / 8;
const REMEMBERED = 32;
const RECENT = 5;

export class Pace {
  /** Of each lease, for each of its shards. */
  private computing: number[] = [];
  private whole: number[] = [];

  /**
   * A lease was completed.
   * @param ms from the lease to the last byte
   * @param computeMs what the worker says that it computed
   */
  observe(ms: number, computeMs: number, shards: number): void {
    this.computing = [...this.computing, Math.max(computeMs, ms * LEAST_SHARE) / shards].slice(-RECENT);
    this.whole = [...this.whole, ms / shards].slice(-REMEMBERED);
  }

  /** From now on it is as fast as this, whatever it was before: it fell behind, or a probe has shown it. */
  startAnew(msPerShard: number): void {
    this.computing = [msPerShard];
    this.whole = [msPerShard];
  }

  /** Median of the last leases' computing in milliseconds for each shard; undefined before the first. */
  get usualMs(): number | undefined {
    const recent = sorted(this.computing);
    return recent[Math.floor(recent.length / 2)];
  }

  /** Time that a lease of so many shards may take. */
  allowanceMs(shards: number, floorMs: number): number {
    const all = sorted(this.whole);
    const p95 = all[Math.floor(all.length * 0.95)];
    return p95 === undefined ? Math.max(floorMs, UNKNOWN_MS) : Math.max(floorMs, p95 * shards * LATE_FACTOR);
  }
}

function sorted(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}
