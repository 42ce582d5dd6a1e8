/** Reduced gradients that have come and wait for the update before them; never more than so many. */
import type { GradientSum } from '@lockstep/optim';
import { VectorAssembler, type ReducedPart } from '@lockstep/protocol';
import type { StandbyConfig } from './events.js';

/** As many steps as can go by while a snapshot is on its way; beyond that, another one is needed. */
export const MOST_WAITING = 16;

export class Gradients {
  private readonly waiting = new Map<number, { parts: VectorAssembler; samples: number; lossSum: number }>();

  constructor(private readonly config: Pick<StandbyConfig, 'parameterCount' | 'partSizeBytes' | 'wireDtype'>) {}

  get size(): number {
    return this.waiting.size;
  }

  /**
   * Takes one part of the gradient whose update makes `version`.
   * @returns false when it was there already
   * @throws WrongPartError when it does not fit
   */
  add(version: number, { part, data, samples, lossSum }: ReducedPart): boolean {
    let gradient = this.waiting.get(version);
    if (!gradient) {
      const { parameterCount, partSizeBytes, wireDtype } = this.config;
      gradient = { parts: new VectorAssembler(parameterCount, partSizeBytes, wireDtype), samples, lossSum };
      // Only a part that fits makes us remember anything.
      gradient.parts.add(part, data);
      this.waiting.set(version, gradient);
      if (this.waiting.size > MOST_WAITING) this.waiting.delete(Math.min(...this.waiting.keys()));
      return true;
    }
    return gradient.parts.add(part, data);
  }

  /** The gradient whose update makes `version`, once it is whole. */
  take(version: number): GradientSum | undefined {
    const gradient = this.waiting.get(version);
    if (!gradient?.parts.complete) return undefined;
    this.waiting.delete(version);
    return { vector: gradient.parts.take(), samples: gradient.samples, lossSum: gradient.lossSum };
  }

  /** Parts of it that are not here; none when nothing of it is. */
  missing(version: number): number[] {
    return this.waiting.get(version)?.parts.missing() ?? [];
  }

  /** Drops what makes `version` or an older one. */
  dropUntil(version: number): void {
    for (const each of this.waiting.keys()) if (each <= version) this.waiting.delete(each);
  }
}
