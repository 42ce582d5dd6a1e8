/**
 * How long one worker takes for a shard, and from it how many shards it gets and when a lease of its is late.
 *
 * How many it gets follows from its computing alone: the way to and fro takes as long for many shards as for one, so that of two
 * equal workers the one that has more would seem faster for each, get more again, and the other nothing. But a worker can say of its
 * computing what it likes, and its way may be a slow one: what a lease takes beyond three times the way that is common among
 * the workers counts as computing. When it is late follows from the whole time. The middle of the last few leases, so that one slow
 * step does not change who computes what; for the deadline the 95th percentile of more of them, so that a worker whose times
 * spread is not called late for it.
 */

/** A lease may take so many times the 95th percentile before its shards are leased to a second worker. */
const LATE_FACTOR = 4;
/** What a worker may take before anything is known of it: TensorFlow's first kernel calls are slow, and the weights are new. */
const UNKNOWN_MS = 10_000;
/** A way so many times the common one is no reason to give a worker less: equal workers are served one after another. */
const COMMON_WAYS = 3;
const REMEMBERED = 32;
const RECENT = 5;

interface Observed {
  /** From the lease to the last byte of its result. */
  ms: number;
  /** What the worker says that it computed. */
  computeMs: number;
  shards: number;
}

export class SpeedEstimator {
  private recent: Observed[] = [];
  /** Of each lease, for each of its shards. */
  private whole: number[] = [];

  /**
   * A lease was completed.
   * @param ms from the lease to the last byte
   * @param computeMs what the worker says that it computed
   */
  observe(ms: number, computeMs: number, shards: number): void {
    this.recent = [...this.recent, { ms, computeMs: Math.min(computeMs, ms), shards }].slice(-RECENT);
    this.whole = [...this.whole, ms / shards].slice(-REMEMBERED);
  }

  /** From now on it is as fast as this, whatever it was before: it fell behind, or a probe has shown it. */
  reset(msPerShard: number): void {
    this.recent = [{ ms: msPerShard, computeMs: msPerShard, shards: 1 }];
    this.whole = [msPerShard];
  }

  /** Median of what the last leases took beside computing; undefined before the first. */
  get overheadMs(): number | undefined {
    const ways = this.recent.map(({ ms, computeMs }) => ms - computeMs);
    return middle(ways);
  }

  /**
   * Median of the last leases' computing in milliseconds for each shard; undefined before the first.
   * @param commonOverheadMs {@link overheadMs} as it is common among the workers
   */
  medianMsPerShard(commonOverheadMs: number): number | undefined {
    return middle(
      this.recent.map(({ ms, computeMs, shards }) => Math.max(computeMs, ms - COMMON_WAYS * commonOverheadMs) / shards),
    );
  }

  /** Time that a lease of so many shards may take. */
  allowanceMs(shards: number, floorMs: number): number {
    const all = sorted(this.whole);
    const p95 = all[Math.floor(all.length * 0.95)];
    return p95 === undefined ? Math.max(floorMs, UNKNOWN_MS) : Math.max(floorMs, p95 * shards * LATE_FACTOR);
  }
}

/** The median, of an even number the upper one. */
function middle(values: readonly number[]): number | undefined {
  return sorted(values)[Math.floor(values.length / 2)];
}

function sorted(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}
