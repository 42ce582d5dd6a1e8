/**
 * Where the time of an exchange goes. Every moment between the last worker's backward pass and the last worker's next forward
 * pass belongs to one stage, so that the stages add up to the exchange.
 *
 * The coordinator's work comes first, because all workers wait for it, then the work of any worker. When no process of ours works,
 * the bytes are in the kernel, in the NATS server, or in a process that waits for a core.
 */
import { STAGES, type Intervals, type Stage } from './stages.js';

/** The stages in the order in which a step passes through them. */
export const PATH = [
  ...(['encode', 'send', 'server', 'receive', 'decode', 'take', 'add', 'adam'] as const),
  ...(['broadcastEncode', 'broadcastSend', 'broadcastServer'] as const),
  ...(['broadcastReceive', 'broadcastDecode', 'broadcastTake'] as const),
] as const;
export type PathStage = (typeof PATH)[number];
export type StageTimes = Record<PathStage, number>;

const OF_COORDINATOR: Record<Stage, PathStage> = {
  receive: 'receive',
  decode: 'decode',
  take: 'take',
  add: 'add',
  adam: 'adam',
  encode: 'broadcastEncode',
  send: 'broadcastSend',
};
const OF_WORKER: Record<Stage, PathStage> = {
  receive: 'broadcastReceive',
  decode: 'broadcastDecode',
  take: 'broadcastTake',
  add: 'broadcastTake',
  adam: 'broadcastTake',
  encode: 'encode',
  send: 'send',
};

interface Span {
  stage: PathStage;
  startMs: number;
  endMs: number;
}

interface Window {
  startMs: number;
  endMs: number;
}

/** The time of each stage within a window, in milliseconds. */
export function pathTimes(window: Window, coordinator: Intervals, workers: readonly Intervals[]): StageTimes {
  const own = spansWithin(window, coordinator, OF_COORDINATOR);
  const others = workers.flatMap((intervals) => spansWithin(window, intervals, OF_WORKER));
  others.sort((a, b) => a.startMs - b.startMs);
  // Before Adam, what the coordinator sends are leases and credits.
  const adamMs = own.find(({ stage }) => stage === 'adam')?.startMs ?? window.endMs;
  const sentMs = own.find(({ stage, startMs }) => stage === 'broadcastSend' && startMs >= adamMs)?.startMs;
  const broadcastMs = sentMs ?? window.endMs;
  const times = noTimes();
  const idle: Window[] = fill(times, own, [window]);
  for (const { startMs, endMs } of fill(times, others, idle)) {
    const up = Math.max(0, Math.min(endMs, broadcastMs) - startMs);
    times.server += up;
    times.broadcastServer += endMs - startMs - up;
  }
  return times;
}

/** The time that a process spends on each stage within a window, in milliseconds. */
export function busyTimes(window: Window, intervals: Intervals, ofWorker: boolean): StageTimes {
  const times = noTimes();
  for (const { stage, startMs, endMs } of spansWithin(window, intervals, ofWorker ? OF_WORKER : OF_COORDINATOR)) {
    times[stage] += endMs - startMs;
  }
  return times;
}

export function noTimes(): StageTimes {
  return Object.fromEntries(PATH.map((stage) => [stage, 0])) as StageTimes;
}

/** Assigns the free windows to the spans, both in order of their starts. Returns the windows that remain free. */
function fill(times: StageTimes, spans: readonly Span[], free: readonly Window[]): Window[] {
  const left: Window[] = [];
  let next = 0;
  for (const { startMs, endMs } of free) {
    let atMs = startMs;
    // A span may overlap several windows. Spans that end before this window overlap no later one either.
    while (next < spans.length && spans[next]!.endMs <= startMs) next += 1;
    for (let i = next; i < spans.length && spans[i]!.startMs < endMs; i++) {
      const span = spans[i]!;
      if (span.startMs > atMs) left.push({ startMs: atMs, endMs: span.startMs });
      const fromMs = Math.max(atMs, span.startMs);
      const toMs = Math.min(endMs, span.endMs);
      if (toMs <= fromMs) continue;
      times[span.stage] += toMs - fromMs;
      atMs = toMs;
    }
    if (endMs > atMs) left.push({ startMs: atMs, endMs });
  }
  return left;
}

function spansWithin(window: Window, intervals: Intervals, names: Record<Stage, PathStage>): Span[] {
  const spans: Span[] = [];
  for (let at = firstAfter(intervals, window.startMs); at < intervals.length; at += 3) {
    const [stage, start, end] = [intervals[at]!, intervals[at + 1]!, intervals[at + 2]!];
    if (start >= window.endMs) break;
    const startMs = Math.max(start, window.startMs);
    const endMs = Math.min(end, window.endMs);
    if (endMs > startMs) spans.push({ stage: names[STAGES[stage]!], startMs, endMs });
  }
  return spans;
}

/** Index of the first interval that ends after `ms`. Binary search works because the intervals do not overlap. */
function firstAfter(intervals: Intervals, ms: number): number {
  let [low, high] = [0, intervals.length / 3];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (intervals[3 * middle + 2]! <= ms) low = middle + 1;
    else high = middle;
  }
  return 3 * low;
}
