/** Assembles a snapshot, and decides which parts to request next. */
import { VectorAssembler, type StatePart } from '@lockstep/protocol';
import type { TrainingState } from '../training/training-state.js';
import type { StandbyConfig } from './events.js';
import { snapshotLength, unpackState, type SnapshotHeader } from './snapshot.js';

/** Parts under way at once. */
const CREDIT_PARTS = 8;

export class SnapshotInbox {
  private header: SnapshotHeader | undefined;
  private parts: VectorAssembler | undefined;
  /** End of the range that was requested last. */
  private askedUntil = 0;

  constructor(private readonly config: StandbyConfig) {}

  /**
   * Takes one part. Of two snapshots the newer one counts.
   * @returns false when it was there already, or is of no use
   * @throws WrongPartError when it does not fit
   */
  add({ part, data, ...header }: StatePart): boolean {
    const { parameterCount, partSizeBytes, totalSteps } = this.config;
    if (header.snapshotVersion > totalSteps || header.snapshotVersion < (this.header?.snapshotVersion ?? 0))
      return false;
    const known = header.snapshotVersion === this.header?.snapshotVersion ? this.parts : undefined;
    const length = snapshotLength(parameterCount, header.snapshotVersion, this.config);
    const parts = known ?? new VectorAssembler(length, partSizeBytes);
    // Only a valid part changes the state.
    if (!parts.add(part, data)) return false;
    if (!known) this.header = { ...header };
    this.parts = parts;
    return true;
  }

  /** True when all requested parts have arrived and others are missing. */
  get mayAsk(): boolean {
    const first = this.parts?.missing()[0];
    return first !== undefined && first >= this.askedUntil;
  }

  /** The next request, for the first missing parts. */
  wanted(): { snapshotVersion: number | undefined; firstPart: number; partCount: number } {
    const firstPart = this.parts?.missing()[0] ?? 0;
    this.askedUntil = firstPart + CREDIT_PARTS;
    return { snapshotVersion: this.header?.snapshotVersion, firstPart, partCount: CREDIT_PARTS };
  }

  /** The state, once all parts have arrived. Ownership passes to the caller. */
  state(): TrainingState | undefined {
    if (!this.parts?.complete || !this.header) return undefined;
    return unpackState(this.parts.take(), this.header, this.config.parameterCount);
  }
}
