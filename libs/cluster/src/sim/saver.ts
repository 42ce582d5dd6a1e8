/** Carries out what the machine of saving wants, on a simulated disk and simulated stores, as the app does with real ones. */
import type { TrainingState } from '../training/training-state.js';
import { Saving, type Pointer, type SavingEffect, type SavingEvent, type SavingOperation } from '../saving/saving.js';
import type { Disk } from './disk.js';
import type { Answer, Entry, Stores } from './stores.js';
import type { World } from './world.js';

/** What the pointer `latest` says. */
export interface Latest {
  leaderEpoch: number;
  step: number;
  key: string;
}

/** A checkpoint in the object store has so many objects: with one missing it cannot be read. */
export const OBJECTS = ['manifest', 'weights'] as const;
export const LATEST_KEY = 'latest';
/** Few, so that pruning is always near to what is still needed. */
const KEEP_LAST = 2;

/** The process that saves. */
export interface SaverHost {
  readonly name: string;
  readonly disk: Disk<TrainingState>;
  readonly stores: Stores<TrainingState>;
  readonly world: World;
  /** Feeds the machine, and carries out what it wants, if the process still lives. */
  dispatch(event: SavingEvent): void;
  /** Calls back after the time of an operation on the disk. */
  onDisk(happen: () => void): void;
  whenRunning(happen: () => void): void;
  announced(state: TrainingState): void;
}

/** One checkpoint on its way. */
export class SimulatedSaver {
  readonly machine: Saving;
  private readonly diskName: string;
  private readonly temporaryName: string;
  private readonly latest: Latest;
  private atDisk = false;

  constructor(
    private readonly host: SaverHost,
    readonly state: TrainingState,
    leaderEpoch: number,
    hurried: boolean,
  ) {
    this.diskName = nameOf(state.version);
    this.temporaryName = `.${this.diskName}.tmp`;
    this.latest = { leaderEpoch, step: state.version, key: `${this.diskName}.${leaderEpoch}` };
    this.machine = new Saving({ ...this.latest, hurried });
  }

  execute({ operation, revision }: Extract<SavingEffect, { kind: 'execute' }>): void {
    const { disk, stores, name, world } = this.host;
    world.note(() => `${name}  saves step ${this.state.version}: ${operation}`);
    switch (operation) {
      case 'write':
      case 'sync':
      case 'rename':
      case 'syncParent':
        return this.onDisk(operation);
      case 'getLatest':
        return stores.read(name, LATEST_KEY, (answer) => this.answered(answer, (entry) => pointerEvent(entry)));
      case 'upload':
        return this.upload([...OBJECTS]);
      case 'setLatest': {
        const done = (answer: Answer<number>) => this.answered(answer, () => ({ kind: 'done' }));
        return stores.compareAndSet(name, LATEST_KEY, JSON.stringify(this.latest), revision, done);
      }
      case 'prune':
        pruneDisk(disk, this.diskName);
        return stores.list(name, (answer) => {
          this.answered(answer, (objects) => {
            this.pruneNext(keysOf(objects, this.latest.leaderEpoch).slice(KEEP_LAST));
            return undefined;
          });
        });
    }
  }

  // ---- the disk ------------------------------------------------------------------------------------------------------

  private onDisk(operation: SavingOperation): void {
    const { host, diskName } = this;
    const { disk } = host;
    // The same bytes are there already: only their name may not be on the disk yet.
    const there = disk.read(diskName) !== undefined;
    const { full } = disk;
    this.atDisk = true;
    if (operation === 'write' && !there && !full) disk.beginWrite(this.temporaryName, this.state);
    host.onDisk(() => {
      if (!this.atDisk) return;
      this.atDisk = false;
      if ((full || disk.full) && operation !== 'rename') {
        disk.remove(this.temporaryName);
        return host.dispatch({ kind: 'failed', error: 'the disk is full.' });
      }
      if (operation === 'syncParent') disk.syncNames();
      if (operation === 'write') disk.written();
      if (operation === 'sync' && !there) disk.sync(this.temporaryName);
      if (operation === 'rename' && !there) {
        disk.remove(diskName);
        disk.rename(this.temporaryName, diskName);
      }
      host.dispatch({ kind: 'done' });
    });
  }

  // ---- the object store ------------------------------------------------------------------------------------------------

  private upload([object, ...rest]: string[]): void {
    if (object === undefined) return this.host.dispatch({ kind: 'done' });
    const { stores, name } = this.host;
    stores.put(name, `${this.latest.key}/${object}`, this.state, (answer) => {
      this.answered(answer, () => {
        this.upload(rest);
        return undefined;
      });
    });
  }

  /** One checkpoint after the other, the oldest first; the pointer is asked for each time, since it may move meanwhile. */
  private pruneNext(keys: string[]): void {
    const key = keys.pop();
    if (key === undefined) return this.host.dispatch({ kind: 'done' });
    const { stores, name } = this.host;
    stores.read(name, LATEST_KEY, (answer) => {
      this.answered(answer, (latest) => {
        if (!latest || latestOf(latest).key !== key) {
          for (const object of OBJECTS) stores.remove(name, `${key}/${object}`, () => undefined);
        }
        this.pruneNext(keys);
        return undefined;
      });
    });
  }

  private answered<Result>(answer: Answer<Result>, event: (result: Result) => SavingEvent | undefined): void {
    this.host.whenRunning(() => {
      const next: SavingEvent | undefined = answer.ok ? event(answer.result) : { kind: 'failed', error: answer.error };
      if (next) this.host.dispatch(next);
    });
  }
}

export function latestOf({ value }: Entry): Latest {
  return JSON.parse(value) as Latest;
}

export function nameOf(version: number): string {
  return `step-${String(version).padStart(8, '0')}`;
}

/** Latest first. */
export function checkpointsOn(disk: Disk<TrainingState>): string[] {
  const names = disk.list().filter((name) => name.startsWith('step-'));
  return names.sort().reverse();
}

/** The latest checkpoint that is whole. */
export function latestOn(disk: Disk<TrainingState>): TrainingState | undefined {
  for (const name of checkpointsOn(disk)) {
    const state = disk.read(name);
    if (state) return state;
  }
  return undefined;
}

/** Keeps the latest valid ones, and the one that has just been saved. */
function pruneDisk(disk: Disk<TrainingState>, saved: string): void {
  let valid = 0;
  for (const name of checkpointsOn(disk)) {
    if (valid >= KEEP_LAST && name !== saved) disk.remove(name);
    if (disk.read(name)) valid += 1;
  }
}

function pointerEvent(entry: Entry | undefined): SavingEvent {
  const pointer: Pointer | undefined = entry && { ...latestOf(entry), revision: entry.revision };
  return { kind: 'pointer', pointer };
}

/** Keys of the checkpoints in the object store, latest first, but for those of leaders newer than this one. */
function keysOf(objects: readonly string[], leaderEpoch: number): string[] {
  const keys = new Set(objects.map((name) => name.slice(0, name.indexOf('/'))));
  const own = [...keys].filter((key) => Number(key.slice(key.indexOf('.') + 1)) <= leaderEpoch);
  return own.sort().reverse();
}
