/**
 * What a process is at, as intervals on a clock that all processes of a machine share. An inner stage interrupts the one around
 * it, so that no time counts twice.
 */
export const STAGES = ['receive', 'decode', 'take', 'add', 'adam', 'encode', 'send'] as const;
export type Stage = (typeof STAGES)[number];

/** One stage, its start and its end in milliseconds, three numbers for each interval. */
export type Intervals = number[];

/** Milliseconds of Node's monotonic clock (CLOCK_MONOTONIC on Linux), whose origin is the machine's and not the process's. */
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

function change(stacking: () => void): void {
  const nowMs = sharedNowMs();
  const running = stack.at(-1);
  if (running !== undefined && nowMs > sinceMs) intervals.push(running, sinceMs, nowMs);
  sinceMs = nowMs;
  stacking();
}

/** What was recorded since the last call. */
export function takeIntervals(): Intervals {
  const taken = intervals;
  intervals = [];
  return taken;
}
