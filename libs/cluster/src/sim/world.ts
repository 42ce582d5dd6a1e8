/** Simulated time and chance: events happen in the order of their time, and all chance comes from one seed. */
import { Purpose, WordStream } from '@lockstep/data';

interface Scheduled {
  atMs: number;
  order: number;
  run: () => void;
}

export class World {
  nowMs = 0;
  private readonly queue: Scheduled[] = [];
  private scheduled = 0;
  private readonly words: WordStream;

  constructor(seed: number) {
    this.words = new WordStream(seed, Purpose.probe, 0xffff_ffff, 0);
  }

  after(delayMs: number, run: () => void): void {
    const event = { atMs: this.nowMs + delayMs, order: this.scheduled++, run };
    // Almost always near the end: simpler than a heap, and fast enough for a few hundred pending events.
    let i = this.queue.length;
    while (i > 0 && isLater(this.queue[i - 1]!, event)) i -= 1;
    this.queue.splice(i, 0, event);
  }

  /** Runs until nothing is left, `done` says so, or the time is up. */
  run(untilMs: number, done: () => boolean): void {
    while (!done()) {
      const next = this.queue.shift();
      if (!next || next.atMs > untilMs) return;
      this.nowMs = next.atMs;
      next.run();
    }
  }

  /** Uniform in [0, 1). */
  random(): number {
    return this.words.next() / 0x1_0000_0000;
  }

  chance(probability: number): boolean {
    return this.random() < probability;
  }

  between(low: number, high: number): number {
    return low + this.random() * (high - low);
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.random() * items.length)]!;
  }
}

function isLater(a: Scheduled, b: Scheduled): boolean {
  return a.atMs > b.atMs || (a.atMs === b.atMs && a.order > b.order);
}
