const MOST_BYTES = 256 * 1024 * 1024;

/**
 * Vectors that are used again. Fresh memory has to be mapped and cleared by the system, page by page, which takes longer than
 * filling it: 0.57 against 0.13 ms for 1.24 MB.
 */
export class VectorPool {
  private readonly free: Float32Array[] = [];
  private freeBytes = 0;

  /** @param most so many vectors may lie here unused, and so many bytes; the rest is given back to the system */
  constructor(
    private readonly most: number,
    private readonly mostBytes = MOST_BYTES,
  ) {}

  /** A vector of so many values. What they are is left over from its last use. */
  take(length: number): Float32Array {
    const place = this.free.findLastIndex((vector) => vector.length === length);
    const [vector] = place === -1 ? [] : this.free.splice(place, 1);
    this.freeBytes -= vector?.byteLength ?? 0;
    return vector ?? new Float32Array(length);
  }

  /** Nobody may use this one any more. */
  give(vector: Float32Array): void {
    if (vector.length === 0 || this.free.length === this.most) return;
    if (this.freeBytes + vector.byteLength > this.mostBytes) return;
    this.free.push(vector);
    this.freeBytes += vector.byteLength;
  }
}
