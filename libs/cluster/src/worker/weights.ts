/** Assembles the latest weights of a worker, and decides when to request lost parts. */
import { VectorAssembler, type WireDtype } from '@lockstep/protocol';
import type { VectorPool } from '../vector-pool.js';

/** Time without progress after which missing parts are requested. */
const RESEND_MS = 300;

export class WeightsInbox {
  /** Version of the last complete weights; undefined before the first. */
  held: number | undefined;
  private assembling: { version: number; parts: VectorAssembler } | undefined;
  private progressMs = -Infinity;

  constructor(
    private readonly parameterCount: number,
    private readonly partSizeBytes: number,
    private readonly dtype: WireDtype,
    private readonly vectors: VectorPool,
  ) {}

  /** Drops everything, because the same version of another leader may have other weights. */
  reset(): void {
    this.held = undefined;
    this.assembling = undefined;
    this.progressMs = -Infinity;
  }

  /**
   * Takes one part of the weights `version`.
   * @returns the weights when they are complete
   * @throws WrongPartError when the part does not fit
   */
  add(version: number, part: number, data: Uint8Array, nowMs: number): Float32Array | undefined {
    if (version <= (this.held ?? -1) || version < (this.assembling?.version ?? 0)) return undefined;
    const parts = this.assembling?.version === version ? this.assembling.parts : this.assembler();
    // Only a valid new part changes the state.
    if (!parts.add(part, data)) return undefined;
    this.assembling = { version, parts };
    this.progressMs = nowMs;
    if (!parts.complete) return undefined;
    this.held = version;
    this.assembling = undefined;
    return parts.take();
  }

  private assembler(): VectorAssembler {
    const { parameterCount: length, partSizeBytes, dtype } = this;
    return new VectorAssembler(length, partSizeBytes, dtype, () => this.vectors.take(length));
  }

  /** The request that is due when the version `latest` exists and none of its parts has arrived for a while, if any. */
  wanted(latest: number, nowMs: number): { version: number; parts: number[] } | undefined {
    if ((this.held ?? -1) >= latest || nowMs - this.progressMs < RESEND_MS) return undefined;
    this.progressMs = nowMs;
    return { version: this.assembling?.version ?? latest, parts: this.assembling?.parts.missing() ?? [] };
  }
}
