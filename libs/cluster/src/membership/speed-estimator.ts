/**
 * Estimates the time that one worker takes for a shard, which decides how many shards it gets and when its leases are late.
 *
 * The number of shards follows from the computing time alone. The overhead of a lease (its transfer) is the same for many shards
 * as for one, so with the overhead included, the worker with more shards would appear faster per shard and get still more.
 * However, a worker reports its own computing time, which may be wrong, and its connection may be slow. Therefore the part of the
 * overhead that exceeds three times the common overhead counts as computing. The estimate is the median over the last few
 * leases, so that one slow step does not change the division. The deadline follows from the whole time, by the 95th percentile
 * over more leases, so that a worker with varying times is not called late.
 */

/** A lease may take this many times the 95th percentile before its shards are leased to a second worker. */
const LATE_FACTOR = 4;
/** Allowance of a worker that has completed no lease: TensorFlow's first kernel calls are slow, and it needs the weights first. */
const UNKNOWN_MS = 10_000;
/** An overhead up to this many times the common one is ignored, because equal workers are served one after another. */
const COMMON_OVERHEADS = 3;
const REMEMBERED = 32;
const RECENT = 5;

interface Observed {
  /** From the lease to the last byte of its result. */
  ms: number;
  /** Computing time that the worker reports. */
  computeMs: number;
  shards: number;
}

export class SpeedEstimator {
  /** Median over the last leases of the time besides computing; undefined before the first. */
  overheadMs: number | undefined;
  private recent: Observed[] = [];
  /** Whole time per shard of each lease. */
  private whole: number[] = [];
  private wholeP95Ms: number | undefined;

  /**
   * Records a completed lease.
   * @param ms time from the lease to the last byte
   * @param computeMs computing time that the worker reports
   */
  observe(ms: number, computeMs: number, shards: number): void {
    this.recent = [...this.recent, { ms, computeMs: Math.min(computeMs, ms), shards }].slice(-RECENT);
    this.whole = [...this.whole, ms / shards].slice(-REMEMBERED);
    this.summarize();
  }

  /** Replaces all observations, because the worker fell behind or a probe measured it. */
  reset(msPerShard: number): void {
    this.recent = [{ ms: msPerShard, computeMs: msPerShard, shards: 1 }];
    this.whole = [msPerShard];
    this.summarize();
  }

  /** The division of each step needs these several times. */
  private summarize(): void {
    this.overheadMs = median(this.recent.map(({ ms, computeMs }) => ms - computeMs));
    this.wholeP95Ms = sorted(this.whole)[Math.floor(this.whole.length * 0.95)];
  }

  /**
   * Median over the last leases of the computing time per shard; undefined before the first.
   * @param commonOverheadMs median of {@link overheadMs} over the workers
   */
  medianMsPerShard(commonOverheadMs: number): number | undefined {
    return median(
      this.recent.map(
        ({ ms, computeMs, shards }) => Math.max(computeMs, ms - COMMON_OVERHEADS * commonOverheadMs) / shards,
      ),
    );
  }

  /** Time that a lease of this many shards may take. */
  allowanceMs(shards: number, floorMs: number): number {
    const p95 = this.wholeP95Ms;
    return p95 === undefined ? Math.max(floorMs, UNKNOWN_MS) : Math.max(floorMs, p95 * shards * LATE_FACTOR);
  }
}

/** The median, of an even number the upper one. */
function median(values: readonly number[]): number | undefined {
  return sorted(values)[Math.floor(values.length / 2)];
}

function sorted(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}
