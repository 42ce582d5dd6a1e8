/**
 * The stages of a process's work, as intervals on a clock that all processes of a machine share. An inner stage interrupts the
 * outer one, so that no time counts twice.
 */
export const STAGES = ['receive', 'decode', 'take', 'add', 'adam', 'encode', 'send'] as const;
export type Stage = (typeof STAGES)[number];

/** Three numbers for each interval: index of the stage, start and end in milliseconds. */
export type Intervals = number[];

/** Milliseconds of the machine's monotonic clock (CLOCK_MONOTONIC on Linux), which is the same in all processes. */
export function sharedNowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

const stack: number[] = [];
let sinceMs = 0;
let intervals: Intervals = [];

export function timed<T>(stage: Stage, action: () => T): T {
  change(() => stack.push(STAGES.indexOf(stage)));
  try {
    return action();
  } finally {
    change(() => stack.pop());
  }
}

/** The function with its calls timed as a stage. */
export function timing<A extends unknown[], R>(stage: Stage, action: (...args: A) => R): (...args: A) => R {
  return (...args) => timed(stage, () => action(...args));
}

function change(stacking: () => void): void {
  const nowMs = sharedNowMs();
  const running = stack.at(-1);
  if (running !== undefined && nowMs > sinceMs) intervals.push(running, sinceMs, nowMs);
  sinceMs = nowMs;
  stacking();
}

/** The intervals since the last call. */
export function takeIntervals(): Intervals {
  const taken = intervals;
  intervals = [];
  return taken;
}
