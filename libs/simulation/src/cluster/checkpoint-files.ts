/** Names of checkpoints on a simulated disk and in the simulated object store. */
import type { TrainingState } from '@lockstep/cluster';
import type { Disk } from '../world/disk.js';
import type { Entry } from '../world/stores.js';

/** The value of the pointer `latest`. */
export interface Latest {
  leaderEpoch: number;
  step: number;
  key: string;
}

/** The objects of a checkpoint in the object store. All are needed to read it. */
export const OBJECTS = ['manifest', 'weights'] as const;
export const LATEST_KEY = 'latest';

export function latestOf({ value }: Entry): Latest {
  return JSON.parse(value) as Latest;
}

export function nameOf(version: number): string {
  return `step-${String(version).padStart(8, '0')}`;
}

/** The names of the checkpoints, latest first. */
export function checkpointsOn(disk: Disk<TrainingState>): string[] {
  const names = disk.list().filter((name) => name.startsWith('step-'));
  return names.sort().reverse();
}

/** The latest checkpoint that is not torn. */
export function latestOn(disk: Disk<TrainingState>): TrainingState | undefined {
  for (const name of checkpointsOn(disk)) {
    const state = disk.read(name);
    if (state) return state;
  }
  return undefined;
}

/** Keys of the checkpoints in the object store, latest first, without those of newer leaders. */
export function keysOf(objects: readonly string[], leaderEpoch: number): string[] {
  const keys = new Set(objects.map((name) => name.slice(0, name.indexOf('/'))));
  const own = [...keys].filter((key) => Number(key.slice(key.indexOf('.') + 1)) <= leaderEpoch);
  return own.sort().reverse();
}
