/** Random moments of faults, and the gaps between commits after them. */
import { setImmediate, setTimeout } from 'node:timers/promises';
import { WordStream } from '@lockstep/data';
import type { Commit } from './training.js';

/** A seeded generator, so that the faults of two runs strike at the same moments of a step. */
export class Chance {
  private readonly words: WordStream;

  constructor(seed: number, stream: number) {
    // Any purpose is suitable, because no run uses this stream.
    this.words = new WordStream(seed, 6, stream, 0);
  }

  /** Uniform in [0, 1). */
  next(): number {
    return this.words.next() / 0x1_0000_0000;
  }
}

/**
 * Waits for a random moment of the next `spanMs`, and then until pending output is read, so that a step that was committed before
 * the fault does not count as the first one after it.
 */
export async function randomMoment(chance: Chance, spanMs: number): Promise<void> {
  await setTimeout(chance.next() * spanMs);
  await setImmediate();
}

/** The time from the fault to the next commit, and the longest time between commits after it. */
export interface Gaps {
  nextMs: number;
  longestMs: number;
}

export function gapsAfter(faultAtMs: number, commits: readonly Commit[]): Gaps {
  const gaps = commits.map(({ atMs }, i) => atMs - (commits[i - 1]?.atMs ?? faultAtMs));
  return { nextMs: gaps[0] ?? NaN, longestMs: Math.max(...gaps) };
}
