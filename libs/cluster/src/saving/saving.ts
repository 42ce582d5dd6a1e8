/**
 * The save of one checkpoint, without I/O: (event) → effects.
 *
 * write → sync → rename → syncParent: afterwards the checkpoint survives a power cut on this disk.
 * getLatest → upload → setLatest: a compare-and-set makes it the latest of the object store, unless a newer leader has published.
 * announce → prune: only now may older checkpoints be removed.
 *
 * One operation is under way at a time. A failure up to syncParent fails the save. After a later failure the checkpoint is only
 * missing in the object store, and the next one is published as usual.
 */

export type SavingOperation =
  /** Write the files under a temporary name. They may still be in memory only. */
  | 'write'
  /** Force their content to the disk. */
  | 'sync'
  /** Move them to the name under which readers look for them. */
  | 'rename'
  /** Force that name to the disk. */
  | 'syncParent'
  /** Read the pointer to the latest checkpoint of the object store. */
  | 'getLatest'
  | 'upload'
  /** Compare-and-set of the pointer, if it is still at the revision that was read. */
  | 'setLatest'
  /** Remove the checkpoints that no rule keeps, on the disk and in the object store. */
  | 'prune';

/** The pointer to the latest published checkpoint. */
export interface Pointer {
  leaderEpoch: number;
  step: number;
  /** Names the checkpoint's objects. Equal keys mean equal bytes. */
  key: string;
  revision: number;
}

export interface SavingConfig {
  leaderEpoch: number;
  step: number;
  /** As in {@link Pointer}. */
  key: string;
  /** True when the process is about to end. Old checkpoints are then kept. */
  hurried: boolean;
}

export type SavingEvent =
  | { kind: 'begin' }
  /** The operation under way is done. */
  | { kind: 'done' }
  /** The answer to getLatest; undefined before the first publication. */
  | { kind: 'pointer'; pointer: Pointer | undefined }
  /** The operation under way failed, or its result is unknown, as that of a compare-and-set without an answer. */
  | { kind: 'failed'; error: string };

export type SavingEffect =
  /** Answered by one event. `revision` is that of the pointer for setLatest, 0 when there is no pointer yet. */
  | { kind: 'execute'; operation: SavingOperation; revision: number }
  | { kind: 'announce' }
  | { kind: 'notice'; level: 'warn'; message: string }
  /** The machine takes no more events. `error`: why the checkpoint is not on the disk. */
  | { kind: 'settled'; error?: string };

/** The operation after each operation. */
const NEXT: Partial<Record<SavingOperation, SavingOperation>> = {
  write: 'sync',
  sync: 'rename',
  rename: 'syncParent',
  syncParent: 'getLatest',
  upload: 'setLatest',
};
/** Tries of the compare-and-set, which fails after a write of another leader or after an own write whose answer was lost. */
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
      // An earlier compare-and-set succeeded, but its answer was lost.
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
