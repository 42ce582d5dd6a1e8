/** A snapshot on its way: its parts, and which of them to ask for next. */
import { VectorAssembler, type StatePart } from '@lockstep/protocol';
import type { TrainingState } from '../training/training-state.js';
import type { StandbyConfig } from './events.js';
import { snapshotLength, unpackState, type SnapshotHeader } from './snapshot.js';

/** Parts under way at once. */
const CREDIT_PARTS = 8;

export class SnapshotInbox {
  private header: SnapshotHeader | undefined;
  private parts: VectorAssembler | undefined;
  /** End of the range that was asked for last. */
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
    // Only a part that fits makes us remember or forget anything.
    if (!parts.add(part, data)) return false;
    if (!known) this.header = { ...header };
    this.parts = parts;
    return true;
  }

  /** Whether all that was asked for is here, and more is to come. */
  get mayAsk(): boolean {
    const first = this.parts?.missing()[0];
    return first !== undefined && first >= this.askedUntil;
  }

  /** What to ask for: the first parts that are missing. */
  wanted(): { snapshotVersion: number | undefined; firstPart: number; partCount: number } {
    const firstPart = this.parts?.missing()[0] ?? 0;
    this.askedUntil = firstPart + CREDIT_PARTS;
    return { snapshotVersion: this.header?.snapshotVersion, firstPart, partCount: CREDIT_PARTS };
  }

  /** The state, once all of it is here. Ownership passes to the caller. */
  state(): TrainingState | undefined {
    if (!this.parts?.complete || !this.header) return undefined;
    return unpackState(this.parts.take(), this.header, this.config.parameterCount);
  }
}
