/** How long leases take, and from it when one is late. */

/** A lease may take so many times the usual before its shards are leased again. */
const LATE_FACTOR = 8;
const REMEMBERED = 64;

export class Pace {
  private readonly msPerShard: number[] = [];

  constructor(private readonly floorMs: number) {}

  observe(ms: number, shards: number): void {
    this.msPerShard.push(ms / shards);
    if (this.msPerShard.length > REMEMBERED) this.msPerShard.shift();
  }

  /** Time that a lease of so many shards may take: a multiple of the 95th percentile, never less than the floor. */
  allowanceMs(shards: number): number {
    const sorted = [...this.msPerShard].sort((a, b) => a - b);
    const p95 = sorted[Math.floor(sorted.length * 0.95)] ?? 0;
    return Math.max(this.floorMs, p95 * shards * LATE_FACTOR);
  }
}
