/** One gradient sum in transit from a worker: its parts, which of them may be sent, and which must be requested again. */
import {
  partCount,
  VectorAssembler,
  wireBytes,
  type Lease,
  type GradientPart,
  type GradientRequest,
  type WireDtype,
} from '@lockstep/protocol';
import type { GradientSum, TreeNode } from '@lockstep/optim';
import type { VectorPool } from '../vector-pool.js';

export interface VectorShape {
  /** float32 values of a gradient sum: 0 in the evaluation. */
  length: number;
  partSizeBytes: number;
  wireDtype: WireDtype;
}

export class Transfer {
  private readonly partCount: number;
  private assembler: VectorAssembler | undefined;
  private header: { samples: number; lossSum: number } | undefined;
  private granted: number;
  lastProgressMs: number;
  computeMs = 0;
  waitMs = 0;
  done = false;

  constructor(
    private readonly lease: Pick<Lease, 'leaseId' | 'creditParts'>,
    readonly node: TreeNode,
    private readonly shape: VectorShape,
    private readonly vectors: VectorPool,
    nowMs: number,
  ) {
    const { length, partSizeBytes, wireDtype } = shape;
    this.partCount = partCount(wireBytes(length, wireDtype), partSizeBytes);
    this.granted = Math.min(lease.creditParts, this.partCount);
    this.lastProgressMs = nowMs;
  }

  /**
   * Takes one part.
   * @returns the gradient sum once it is complete
   * @throws WrongPartError for a part that does not fit
   */
  add(part: GradientPart, nowMs: number): GradientSum | undefined {
    // Allocated when the first part arrives, so that waiting for many workers needs no memory.
    const { length, partSizeBytes, wireDtype } = this.shape;
    this.assembler ??= new VectorAssembler(length, partSizeBytes, wireDtype, () => this.vectors.take(length));
    if (!this.assembler.add(part.part, part.data)) return undefined;
    this.lastProgressMs = nowMs;
    this.header ??= { samples: part.samples, lossSum: part.lossSum };
    this.computeMs = part.computeMs;
    this.waitMs = part.waitMs;
    if (!this.assembler.complete) return undefined;
    this.done = true;
    const vector = this.assembler.take();
    this.assembler = undefined;
    return { vector, ...this.header };
  }

  /** The next parts to request once all granted ones have arrived. */
  nextGrant(creditParts: number): GradientRequest | undefined {
    const count = this.assembler?.count ?? 0;
    if (this.done || count < this.granted) return undefined;
    const firstPart = this.granted;
    this.granted = Math.min(this.partCount, firstPart + creditParts);
    return this.wanted(firstPart, this.granted - firstPart);
  }

  /** Requests for the parts that were granted and have not arrived. */
  lost(): GradientRequest[] {
    if (this.done) return [];
    const missing = this.assembler?.missing() ?? [...Array(this.partCount).keys()];
    const ranges: GradientRequest[] = [];
    for (const part of missing.filter((number) => number < this.granted)) {
      const last = ranges.at(-1);
      if (last && last.firstPart + last.partCount === part) last.partCount += 1;
      else ranges.push(this.wanted(part, 1));
    }
    return ranges;
  }

  private wanted(firstPart: number, partCount: number): GradientRequest {
    return { leaseId: this.lease.leaseId, level: this.node.level, index: this.node.index, firstPart, partCount };
  }
}
