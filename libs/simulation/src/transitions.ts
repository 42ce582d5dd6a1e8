/**
 * The snapshot of the machines' transitions, with the names of coverage.ts.
 *
 * A transition is an event of a machine (a message by its body, a refusal by its code) with one kind of effect, or "nothing". Those in
 * `often` occur in at least one of a hundred schedules. A campaign of 1000 schedules that never takes one reports it, because the
 * machine lost a behaviour or the simulator no longer reaches it. Those in `seldom` are known and rarer. A campaign also reports
 * transitions that are in neither list. `--record` replaces the snapshot.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Counts } from './checks/coverage.js';

export interface Snapshot {
  /** Schedules that the snapshot was recorded from. */
  schedules: number;
  often: string[];
  seldom: string[];
}

const FILE = new URL('../transitions.json', import.meta.url);
const OFTEN_SHARE = 1 / 100;
/** Smallest number of schedules for which a missing transition is reported. */
const FINDINGS_FROM = 100;
/** Smallest number of schedules for a snapshot. */
export const RECORD_FROM = 1000;

export function readSnapshot(): Snapshot {
  return JSON.parse(readFileSync(FILE, 'utf8')) as Snapshot;
}

/** @param taken number of schedules that took each transition */
export function snapshotOf(schedules: number, taken: Counts): Snapshot {
  const names = Object.keys(taken).sort();
  const isOften = (name: string) => (taken[name] ?? 0) >= OFTEN_SHARE * schedules;
  return { schedules, often: names.filter(isOften), seldom: names.filter((name) => !isOften(name)) };
}

export function writeSnapshot(snapshot: Snapshot): void {
  writeFileSync(FILE, `${JSON.stringify(snapshot, null, 2)}\n`);
}

/** The differences between a campaign and the snapshot. */
export function compare(
  { often, seldom }: Snapshot,
  schedules: number,
  taken: Counts,
): { never: string[]; unknown: string[] } {
  if (schedules < FINDINGS_FROM) return { never: [], unknown: [] };
  const known = new Set([...often, ...seldom]);
  return {
    never: often.filter((name) => taken[name] === undefined),
    unknown: Object.keys(taken)
      .filter((name) => !known.has(name))
      .sort(),
  };
}
