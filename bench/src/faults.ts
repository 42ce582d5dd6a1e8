/** When a fault strikes, and what is made of the times around it. */
import { setImmediate, setTimeout } from 'node:timers/promises';
import { WordStream } from '@lockstep/data';
import type { Commit } from './training.js';

/** Seeded chances: the same faults at the same moments of a step each time. */
export class Chance {
  private readonly words: WordStream;

  constructor(seed: number, stream: number) {
    // Any purpose will do: nothing of a run is drawn here.
    this.words = new WordStream(seed, 6, stream, 0);
  }

  /** Uniform in [0, 1). */
  next(): number {
    return this.words.next() / 0x1_0000_0000;
  }
}

/**
 * Waits for a random moment of the next `spanMs`, and then for what has been written until now to be read: a step that was
 * committed before the fault must not count as the first one after it.
 */
export async function randomMoment(chance: Chance, spanMs: number): Promise<void> {
  await setTimeout(chance.next() * spanMs);
  await setImmediate();
}

/** Milliseconds from the fault to the next commit, and the longest time without one, which a later step may have. */
export interface Gaps {
  nextMs: number;
  longestMs: number;
}

export function gapsAfter(faultAtMs: number, commits: readonly Commit[]): Gaps {
  const gaps = commits.map(({ atMs }, i) => atMs - (commits[i - 1]?.atMs ?? faultAtMs));
  return { nextMs: gaps[0] ?? NaN, longestMs: Math.max(...gaps) };
}
