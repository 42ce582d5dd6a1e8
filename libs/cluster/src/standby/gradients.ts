/** A bounded number of reduced gradients that wait for the updates before them. */
import type { GradientSum } from '@lockstep/optim';
import { VectorAssembler, type ReducedPart } from '@lockstep/protocol';
import type { StandbyConfig } from './events.js';

/** Steps that may pass while a snapshot is in transit. After more, another snapshot is needed. */
export const MOST_WAITING = 16;

export class Gradients {
  private readonly waiting = new Map<number, { parts: VectorAssembler; samples: number; lossSum: number }>();

  constructor(private readonly config: Pick<StandbyConfig, 'parameterCount' | 'partSizeBytes' | 'wireDtype'>) {}

  get size(): number {
    return this.waiting.size;
  }

  /**
   * Takes one part of the gradient whose update makes `version`.
   * @returns false when the part has arrived before
   * @throws WrongPartError when the part does not fit
   */
  add(version: number, { part, data, samples, lossSum }: ReducedPart): boolean {
    let gradient = this.waiting.get(version);
    if (!gradient) {
      const { parameterCount, partSizeBytes, wireDtype } = this.config;
      gradient = { parts: new VectorAssembler(parameterCount, partSizeBytes, wireDtype), samples, lossSum };
      // Only a valid part changes the state.
      gradient.parts.add(part, data);
      this.waiting.set(version, gradient);
      if (this.waiting.size > MOST_WAITING) this.waiting.delete(Math.min(...this.waiting.keys()));
      return true;
    }
    return gradient.parts.add(part, data);
  }

  /** Removes and returns the gradient whose update makes `version`, once it is complete. */
  take(version: number): GradientSum | undefined {
    const gradient = this.waiting.get(version);
    if (!gradient?.parts.complete) return undefined;
    this.waiting.delete(version);
    return { vector: gradient.parts.take(), samples: gradient.samples, lossSum: gradient.lossSum };
  }

  /** Its missing parts; empty when no part has arrived. */
  missing(version: number): number[] {
    return this.waiting.get(version)?.parts.missing() ?? [];
  }

  /** Drops the gradients up to the one whose update makes `version`. */
  dropUntil(version: number): void {
    for (const each of this.waiting.keys()) if (each <= version) this.waiting.delete(each);
  }
}
