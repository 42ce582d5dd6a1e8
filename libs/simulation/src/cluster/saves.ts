/** Executes the operations of a process's saves on a simulated disk and simulated stores, as the app does with real ones. */
import type { NodeEffect, SaveAnswer, SavingOperation, TrainingState } from '@lockstep/cluster';
import { fail } from '../checks/violation.js';
import type { Disk } from '../world/disk.js';
import type { Answer, Entry, Stores } from '../world/stores.js';
import { checkpointsOn, keysOf, LATEST_KEY, latestOf, nameOf, OBJECTS, type Latest } from './checkpoint-files.js';

/** A small number, so that pruning too much is found. */
const KEEP_LAST = 2;

/** The process that saves. */
export interface SaveHost {
  readonly name: string;
  readonly disk: Disk<TrainingState>;
  readonly stores: Stores<TrainingState>;
  /** Calls back after the time of one disk operation, if the process still lives. */
  onDisk(happen: () => void): void;
}

type Done = (answer: SaveAnswer) => void;

/** The saves of one process, which must not overlap. */
export class Saves {
  /** True while an operation on the disk is under way. */
  private atDisk = false;
  private save: Save | undefined;
  /** The operation whose answer the node waits for. */
  private operation: number | undefined;

  constructor(private readonly host: SaveHost) {}

  /** @returns the key of the checkpoint's objects @throws Violation when the previous save has not settled */
  encode({ state, leaderEpoch }: Extract<NodeEffect, { kind: 'encode' }>): string {
    if (this.operation !== undefined) {
      fail(`${this.host.name} starts to save step ${state.version} while step ${this.version} is being saved`);
    }
    this.save = new Save(this.host, state, leaderEpoch, (operation) => this.beginDisk(operation));
    return this.save.key;
  }

  get busy(): boolean {
    return this.operation !== undefined;
  }

  /** The step of the checkpoint that was encoded last. */
  get version(): number {
    return this.save!.state.version;
  }

  execute(effect: Extract<NodeEffect, { kind: 'execute' }>, done: Done): void {
    const { id } = effect;
    this.operation = id;
    this.save!.execute(effect, (answer) => {
      if (this.operation === id) this.operation = undefined;
      done(answer);
    });
  }

  /** The node no longer waits for the operation. */
  abandon(): void {
    this.operation = undefined;
  }

  /** @returns a function to call at the end of the operation @throws Violation when another one is under way */
  private beginDisk(operation: SavingOperation): () => void {
    if (this.atDisk) fail(`${this.host.name} starts to ${operation} a checkpoint during another disk operation`);
    this.atDisk = true;
    return () => {
      this.atDisk = false;
    };
  }
}

class Save {
  /** Names the objects of the checkpoint. */
  readonly key: string;
  private readonly diskName: string;
  private readonly temporaryName: string;
  private readonly latest: Latest;

  constructor(
    private readonly host: SaveHost,
    readonly state: TrainingState,
    leaderEpoch: number,
    private readonly beginDisk: (operation: SavingOperation) => () => void,
  ) {
    this.diskName = nameOf(state.version);
    this.temporaryName = `.${this.diskName}.tmp`;
    this.key = `${this.diskName}.${leaderEpoch}`;
    this.latest = { leaderEpoch, step: state.version, key: this.key };
  }

  execute({ operation, revision }: Extract<NodeEffect, { kind: 'execute' }>, done: Done): void {
    const { stores, name } = this.host;
    switch (operation) {
      case 'write':
      case 'sync':
      case 'rename':
      case 'syncParent':
        return this.onDisk(operation, done);
      case 'getLatest':
        return stores.read(name, LATEST_KEY, (answer) => {
          done(answer.ok ? { kind: 'pointer', pointer: pointerOf(answer.result) } : failed(answer));
        });
      case 'upload':
        return this.upload([...OBJECTS], done);
      case 'setLatest':
        return stores.compareAndSet(name, LATEST_KEY, JSON.stringify(this.latest), revision, (answer) => {
          done(answer.ok ? { kind: 'done' } : failed(answer));
        });
      case 'prune':
        this.pruneDisk();
        return stores.list(name, (answer) => {
          if (!answer.ok) return done(failed(answer));
          this.pruneNext(keysOf(answer.result, this.latest.leaderEpoch).slice(KEEP_LAST), done);
        });
    }
  }

  private onDisk(operation: SavingOperation, done: Done): void {
    const { host, diskName } = this;
    const { disk } = host;
    const endDisk = this.beginDisk(operation);
    // The same bytes are there already. Only their name may not be on the disk yet.
    const there = disk.read(diskName) !== undefined;
    const { full } = disk;
    if (operation === 'write' && !there && !full) disk.beginWrite(this.temporaryName, this.state);
    host.onDisk(() => {
      endDisk();
      if ((full || disk.full) && operation !== 'rename') {
        disk.remove(this.temporaryName);
        return done({ kind: 'failed', error: 'the disk is full.' });
      }
      if (operation === 'syncParent') disk.syncNames();
      if (operation === 'write') disk.written();
      if (operation === 'sync' && !there) disk.sync(this.temporaryName);
      if (operation === 'rename' && !there) {
        disk.remove(diskName);
        disk.rename(this.temporaryName, diskName);
      }
      done({ kind: 'done' });
    });
  }

  /** Keeps the latest valid checkpoints, and the one that has just been saved. */
  private pruneDisk(): void {
    const { disk } = this.host;
    let valid = 0;
    for (const name of checkpointsOn(disk)) {
      if (valid >= KEEP_LAST && name !== this.diskName) disk.remove(name);
      if (disk.read(name)) valid += 1;
    }
  }

  private upload([object, ...rest]: string[], done: Done): void {
    if (object === undefined) return done({ kind: 'done' });
    const { stores, name } = this.host;
    stores.put(name, `${this.key}/${object}`, this.state, (answer) => {
      if (answer.ok) this.upload(rest, done);
      else done(failed(answer));
    });
  }

  /** Removes one checkpoint after another, the oldest first. Reads the pointer each time, because it may have moved. */
  private pruneNext(keys: string[], done: Done): void {
    const key = keys.pop();
    if (key === undefined) return done({ kind: 'done' });
    const { stores, name } = this.host;
    stores.read(name, LATEST_KEY, (answer) => {
      if (!answer.ok) return done(failed(answer));
      if (!answer.result || latestOf(answer.result).key !== key) {
        for (const object of OBJECTS) stores.remove(name, `${key}/${object}`, () => undefined);
      }
      this.pruneNext(keys, done);
    });
  }
}

function failed({ error }: Extract<Answer<unknown>, { ok: false }>): SaveAnswer {
  return { kind: 'failed', error };
}

function pointerOf(entry: Entry | undefined) {
  return entry && { ...latestOf(entry), revision: entry.revision };
}
