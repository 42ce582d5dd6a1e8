/** Simulated time and randomness. Events run in the order of their time, and all random numbers come from one seed. */
import { Purpose, WordStream } from '@lockstep/data';

interface Scheduled {
  atMs: number;
  /** Breaks ties, so that simultaneous events run in the order in which they were scheduled. */
  order: number;
  run: () => void;
}

/** Bound of the pending events of a schedule. Only a machine without bounds can reach it. */
export const MOST_PENDING = 20_000;

export class World {
  nowMs = 0;
  /** Number of events that have run. */
  events = 0;
  /** Receives the lines of the schedule, if set. */
  trace: ((line: string) => void) | undefined;
  /** A binary heap: the children of i are 2i+1 and 2i+2. */
  private readonly heap: Scheduled[] = [];
  private planned = 0;
  private readonly words: WordStream;

  constructor(seed: number) {
    this.words = new WordStream(seed, Purpose.probe, 0xffff_ffff, 0);
  }

  get pending(): number {
    return this.heap.length;
  }

  after(delayMs: number, run: () => void): void {
    this.heap.push({ atMs: this.nowMs + delayMs, order: this.planned++, run });
    this.siftUp(this.heap.length - 1);
  }

  /** Runs until no event is left, `done` returns true, or the time is up. */
  run(untilMs: number, done: () => boolean): void {
    while (!done()) {
      const next = this.heap[0];
      if (!next || next.atMs > untilMs) return;
      this.takeFirst();
      this.nowMs = next.atMs;
      this.events += 1;
      next.run();
    }
  }

  /** Writes a line to the trace. `line` is only called when there is a trace. */
  note(line: () => string): void {
    this.trace?.(`${this.nowMs.toFixed(1).padStart(10)}  ${line()}`);
  }

  /** Uniform in [0, 1). */
  random(): number {
    return this.words.next() / 0x1_0000_0000;
  }

  chance(probability: number): boolean {
    return probability > 0 && this.random() < probability;
  }

  between(low: number, high: number): number {
    return low + this.random() * (high - low);
  }

  /** An integer from `low` to `high`, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.random() * (high - low + 1));
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.random() * items.length)]!;
  }

  private siftUp(from: number): void {
    const { heap } = this;
    const event = heap[from]!;
    let i = from;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!isLater(heap[parent]!, event)) break;
      heap[i] = heap[parent]!;
      i = parent;
    }
    heap[i] = event;
  }

  private takeFirst(): void {
    const { heap } = this;
    const last = heap.pop()!;
    if (heap.length === 0) return;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isLater(heap[child]!, heap[child + 1]!)) child += 1;
      if (!isLater(last, heap[child]!)) break;
      heap[i] = heap[child]!;
      i = child;
    }
    heap[i] = last;
  }
}

function isLater(a: Scheduled, b: Scheduled): boolean {
  return a.atMs > b.atMs || (a.atMs === b.atMs && a.order > b.order);
}
