/**
 * The way of one checkpoint, without I/O: (event) → effects.
 *
 * write → sync → rename → syncParent: from then on it survives a power cut on this disk, which is the truth.
 * getLatest → upload → setLatest: compare-and-set makes it the latest of the object store, unless a newer leader has published.
 * announce → prune: only now is it said, and only now may older ones go.
 *
 * One operation is under way at a time. What fails up to syncParent fails the checkpoint; what fails later only leaves it
 * out of the object store, and the next one is published in its turn.
 */

export type SavingOperation =
  /** The files under a temporary name; they may still be in memory only. */
  | 'write'
  /** Their content is on the disk. */
  | 'sync'
  /** To the name under which readers look for them. */
  | 'rename'
  /** That name is on the disk. */
  | 'syncParent'
  /** Which checkpoint is the latest of the object store. */
  | 'getLatest'
  | 'upload'
  /** Compare-and-set of the pointer, if it is still at the revision that was read. */
  | 'setLatest'
  /** Removes what no rule keeps, on the disk and in the object store. */
  | 'prune';

/** What the pointer to the latest published checkpoint says. */
export interface Pointer {
  leaderEpoch: number;
  step: number;
  /** Names the checkpoint's objects: equal for equal bytes. */
  key: string;
  revision: number;
}

export interface SavingConfig {
  leaderEpoch: number;
  step: number;
  /** As in {@link Pointer}. */
  key: string;
  /** Somebody waits for the end of the process: what is old stays. */
  hurried: boolean;
}

export type SavingEvent =
  | { kind: 'begin' }
  /** The operation under way is done. */
  | { kind: 'done' }
  /** The answer to getLatest; undefined before the first publication. */
  | { kind: 'pointer'; pointer: Pointer | undefined }
  /** The operation under way failed, or nobody knows: a compare-and-set without an answer may have been made. */
  | { kind: 'failed'; error: string };

export type SavingEffect =
  /** Answered by one event. `revision` belongs to setLatest: 0 when there is no pointer yet. */
  | { kind: 'execute'; operation: SavingOperation; revision: number }
  | { kind: 'announce' }
  | { kind: 'notice'; level: 'warn'; message: string }
  /** The machine takes no more events. `error`: the disk did not take it. */
  | { kind: 'settled'; error?: string };

/** What follows upon each operation when it is done. */
const NEXT: Partial<Record<SavingOperation, SavingOperation>> = {
  write: 'sync',
  sync: 'rename',
  rename: 'syncParent',
  syncParent: 'getLatest',
  upload: 'setLatest',
};
/** A compare-and-set is tried so often: another leader, or our own write whose answer was lost, can be in the way. */
const MOST_TRIES = 3;

export class Saving {
  private operation: SavingOperation | undefined;
  private onDisk = false;
  private uploaded = false;
  private tries = 0;
  private revision = 0;

  constructor(private readonly config: SavingConfig) {}

  handle(event: SavingEvent): SavingEffect[] {
    switch (event.kind) {
      case 'begin':
        return this.execute('write');
      case 'pointer':
        return this.onPointer(event.pointer);
      case 'done':
        return this.onDone();
      case 'failed':
        return this.onFailed(event.error);
    }
  }

  private onDone(): SavingEffect[] {
    const { operation } = this;
    if (operation === 'syncParent') this.onDisk = true;
    if (operation === 'upload') this.uploaded = true;
    if (operation === 'setLatest') return this.published();
    const next = operation && NEXT[operation];
    return next ? this.execute(next) : [{ kind: 'settled' }];
  }

  private onPointer(pointer: Pointer | undefined): SavingEffect[] {
    const { leaderEpoch, step, key } = this.config;
    if (pointer && pointer.leaderEpoch > leaderEpoch) {
      return this.unpublished(`leader epoch ${pointer.leaderEpoch} has taken the lead and published already`);
    }
    if (pointer?.leaderEpoch === leaderEpoch) {
      if (pointer.step > step) return this.unpublished(`step ${pointer.step} has been published already`);
      // By a compare-and-set whose answer was lost.
      if (pointer.key === key) return this.published();
    }
    this.tries += 1;
    if (this.tries > MOST_TRIES) return this.unpublished('the pointer to the latest checkpoint could not be set');
    this.revision = pointer?.revision ?? 0;
    return this.execute(this.uploaded ? 'setLatest' : 'upload');
  }

  private onFailed(error: string): SavingEffect[] {
    if (!this.onDisk) return [{ kind: 'settled', error }];
    if (this.operation === 'setLatest') return this.execute('getLatest');
    if (this.operation === 'prune') {
      return [this.notice(`old checkpoints could not be removed: ${error}`), { kind: 'settled' }];
    }
    return this.unpublished(error);
  }

  private published(): SavingEffect[] {
    return [{ kind: 'announce' }, ...(this.config.hurried ? [{ kind: 'settled' as const }] : this.execute('prune'))];
  }

  private unpublished(reason: string): SavingEffect[] {
    const message = `the checkpoint of step ${this.config.step} is on disk, but could not be published: ${reason}`;
    return [this.notice(message), { kind: 'settled' }];
  }

  private notice(message: string): SavingEffect {
    return { kind: 'notice', level: 'warn', message };
  }

  private execute(operation: SavingOperation): SavingEffect[] {
    this.operation = operation;
    return [{ kind: 'execute', operation, revision: this.revision }];
  }
}
