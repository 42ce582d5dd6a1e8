/**
 * The snapshot of the machines' transitions, as coverage.ts names them: what may follow upon which event.
 *
 * An event of a machine (a message by its body, a refusal by its code) and one kind of effect that it had, or "nothing", make
 * a transition. Those in `often` are taken in at least every hundredth schedule, so a run of 1000 that never takes one has a
 * finding: the machine no longer does something, or the simulator no longer brings it there. Those in `seldom` are known and
 * rarer. A transition that is in neither is a finding, too. `--record` writes the snapshot anew.
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
/** Schedules below which a transition that was never taken says nothing. */
const FINDINGS_FROM = 100;
/** Schedules that a snapshot needs at least. */
export const RECORD_FROM = 1000;

export function readSnapshot(): Snapshot {
  return JSON.parse(readFileSync(FILE, 'utf8')) as Snapshot;
}

/** @param taken by how many schedules each transition was taken */
export function snapshotOf(schedules: number, taken: Counts): Snapshot {
  const names = Object.keys(taken).sort();
  const isOften = (name: string) => (taken[name] ?? 0) >= OFTEN_SHARE * schedules;
  return { schedules, often: names.filter(isOften), seldom: names.filter((name) => !isOften(name)) };
}

export function writeSnapshot(snapshot: Snapshot): void {
  writeFileSync(FILE, `${JSON.stringify(snapshot, null, 2)}\n`);
}

/** What a run took differently from the snapshot. */
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
