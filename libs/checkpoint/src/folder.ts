/**
 * Checkpoints in a local folder: the truth that a run goes on from.
 *
 * A checkpoint is a folder `step-00000469`, which appears under that name only when it is complete and on the disk
 * (durable.ts). As a rename cannot replace a folder that is not empty, another checkpoint of the same step first becomes
 * `step-00000469.new`, which readers prefer, and then takes the place of the old one; so there is a valid checkpoint of
 * that step at every moment. A crash in between is mended by the next open. Trade-off: one process at a time may write.
 */
import { mkdir, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

import type { Checkpoint } from './checkpoint.js';
import { CHECKPOINT_FILES, checkpointName, decodeCheckpoint, stepOfName } from './checkpoint.js';
import { discard, isTemporaryName, makeFolder, syncFile, syncFolder, temporaryName, writeNew } from './durable.js';
import { CheckpointFormatError, CheckpointWriteError, DamagedCheckpointError } from './errors.js';

/** A checkpoint that was saved: its name and the bytes of its files, ready to be published. */
export interface SavedCheckpoint {
  readonly name: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** A checkpoint on its way to the disk. */
export interface StagedCheckpoint extends SavedCheckpoint {
  /** Where its files are until they get their name; undefined when the folder has the same bytes already. */
  readonly temporary: string | undefined;
  /** Another checkpoint of the same step is there and will be replaced. */
  readonly replaces: boolean;
}

/** A checkpoint that could not be used, and a sentence that says why. */
export interface PassedOver {
  readonly name: string;
  readonly reason: string;
}

/** What a search for the latest valid checkpoint found. */
export interface LatestValid {
  /** Undefined when the folder has no valid checkpoint. */
  readonly latest: { readonly name: string; readonly checkpoint: Checkpoint } | undefined;
  /** The damaged checkpoints that are newer than it, from the latest on. */
  readonly passedOver: readonly PassedOver[];
}

/** What pruning keeps; everything else goes. */
export interface KeepRules {
  /** How many of the latest valid checkpoints to keep: at least 1. */
  readonly keepLast: number;
  /** The step of the best checkpoint. */
  readonly keepBestStep?: number | undefined;
  /** Checkpoints that somebody relies on, such as the one that was published last. */
  readonly keepNames?: readonly string[] | undefined;
}

const REPLACEMENT = '.new';

/** The checkpoints of one run in a folder of their own. */
export class CheckpointFolder {
  private constructor(readonly dir: string) {}

  /**
   * Opens a folder for the one process that writes to it. Creates it if need be, finishes replacements and removes what
   * a crash left unfinished.
   * @throws CheckpointWriteError when the folder cannot be written to
   */
  static async open(dir: string): Promise<CheckpointFolder> {
    const folder = new CheckpointFolder(dir);
    await folder.writing('could not be opened', async () => {
      await makeFolder(dir);
      await folder.tidy();
    });
    return folder;
  }

  /**
   * The first of the four operations of a save, which are to follow one another: writes the files under a temporary name.
   * When the fourth has returned, the checkpoint survives a power cut.
   * @throws CheckpointWriteError, as do the others, when the disk is full, read-only ...; older checkpoints are then untouched,
   *   and the unfinished files are removed
   */
  async stage({ name, files }: SavedCheckpoint): Promise<StagedCheckpoint> {
    let temporary: string | undefined;
    return this.taking(
      name,
      () => temporary,
      async () => {
        await this.settle(name + REPLACEMENT);
        const replaces = (await readdir(this.dir)).includes(name);
        if (replaces && (await this.holds(name, files))) return { name, files, temporary, replaces: false };
        temporary = join(this.dir, temporaryName(name));
        await mkdir(temporary);
        for (const [file, bytes] of files) await writeNew(join(temporary, file), bytes);
        return { name, files, temporary, replaces };
      },
    );
  }

  /** The second: the content of the files is on the disk. */
  async sync({ name, files, temporary }: StagedCheckpoint): Promise<void> {
    if (temporary === undefined) return;
    await this.taking(
      name,
      () => temporary,
      async () => {
        for (const file of files.keys()) await syncFile(join(temporary, file));
        await syncFolder(temporary);
      },
    );
  }

  /** The third: the files get the name under which readers look for them. */
  async rename({ name, temporary, replaces }: StagedCheckpoint): Promise<void> {
    if (temporary === undefined) return;
    const target = join(this.dir, replaces ? name + REPLACEMENT : name);
    await this.taking(
      name,
      () => temporary,
      () => rename(temporary, target),
    );
  }

  /** The fourth: the name is on the disk, and what it replaces is gone. */
  async syncNames({ name, temporary, replaces }: StagedCheckpoint): Promise<void> {
    await this.taking(
      name,
      () => temporary,
      async () => {
        await syncFolder(this.dir);
        if (replaces) await this.finishReplacement(name);
      },
    );
  }

  /** The names of the checkpoints, valid or not, from the latest to the oldest. */
  async list(): Promise<string[]> {
    const names = (await this.candidates()).map(plainName);
    return [...new Set(names)];
  }

  /** Reads and verifies one checkpoint. Throws CheckpointError, or the system's error when a file cannot be read. */
  async read(name: string): Promise<Checkpoint> {
    const path = join(this.dir, name);
    const files = new Map<string, Uint8Array>();
    for (const file of CHECKPOINT_FILES) files.set(file, await readPart(path, file));
    const checkpoint = decodeCheckpoint(files, path);
    if (checkpointName(checkpoint.step) !== plainName(name)) {
      throw new DamagedCheckpointError(path, `its manifest says that it is of step ${checkpoint.step}`);
    }
    return checkpoint;
  }

  /**
   * Reads from the latest checkpoint to older ones until one is valid, and says what was wrong with the others.
   * @throws CheckpointFormatError when it finds one of another version of Lockstep
   */
  async latestValid(): Promise<LatestValid> {
    const passedOver: PassedOver[] = [];
    for (const candidate of await this.candidates()) {
      const name = plainName(candidate);
      const result = await this.read(candidate).catch((error: unknown) => {
        if (error instanceof CheckpointFormatError) throw error;
        return describe(error);
      });
      if (typeof result !== 'string') return { latest: { name, checkpoint: result }, passedOver };
      passedOver.push({ name, reason: result });
    }
    return { latest: undefined, passedOver };
  }

  /**
   * Removes checkpoints that no rule keeps, the oldest first. Damaged ones do not count towards `keepLast`, and those
   * newer than the last that is kept stay for whoever wants to look into them.
   * @returns the names that were removed
   * @throws RangeError when `keepLast` is not a positive integer; CheckpointWriteError when removing fails
   */
  async prune({ keepLast, keepBestStep, keepNames = [] }: KeepRules): Promise<string[]> {
    if (!Number.isSafeInteger(keepLast) || keepLast < 1) {
      throw new RangeError(`keepLast is ${keepLast}; at least one checkpoint must be kept`);
    }
    const kept = new Set(keepNames);
    if (keepBestStep !== undefined) kept.add(checkpointName(keepBestStep));
    const names = await this.list();
    const removable = names.slice(await this.countLatest(names, keepLast)).filter((name) => !kept.has(name));
    for (const name of removable.reverse()) {
      await this.writing(`could not remove the checkpoint ${name}`, () => this.remove(name));
    }
    return removable;
  }

  /** How many of `names`, from the first on, hold `valid` valid checkpoints; all of them when there are fewer. */
  private async countLatest(names: readonly string[], valid: number): Promise<number> {
    let found = 0;
    for (const [index, name] of names.entries()) {
      found += (await this.isValid(name)) ? 1 : 0;
      if (found === valid) return index + 1;
    }
    return names.length;
  }

  /** Puts `<name>.new` in the place of `<name>`. */
  private async finishReplacement(name: string): Promise<void> {
    await this.remove(name);
    await rename(join(this.dir, name + REPLACEMENT), join(this.dir, name));
    await syncFolder(this.dir);
  }

  /** Takes the name away first, so that no reader ever sees a checkpoint of which a part is gone. */
  private async remove(name: string): Promise<void> {
    const temporary = join(this.dir, temporaryName(name));
    if (!(await readdir(this.dir)).includes(name)) return;
    await rename(join(this.dir, name), temporary);
    await syncFolder(this.dir);
    await discard(temporary);
  }

  private async tidy(): Promise<void> {
    for (const entry of await readdir(this.dir)) {
      if (isTemporaryName(entry)) await discard(join(this.dir, entry));
    }
    for (const candidate of await this.candidates()) {
      if (candidate.endsWith(REPLACEMENT)) await this.settle(candidate);
    }
  }

  /** Finishes a replacement that a crash or an error cut short; one that has gone bad since goes instead. */
  private async settle(replacement: string): Promise<void> {
    if (!(await readdir(this.dir)).includes(replacement)) return;
    await ((await this.isValid(replacement))
      ? this.finishReplacement(plainName(replacement))
      : this.remove(replacement));
  }

  private async isValid(name: string): Promise<boolean> {
    return this.read(name).then(
      () => true,
      () => false,
    );
  }

  private async holds(name: string, files: ReadonlyMap<string, Uint8Array>): Promise<boolean> {
    for (const [file, bytes] of files) {
      const found = await readFile(join(this.dir, name, file)).catch(() => undefined);
      if (found === undefined || Buffer.compare(found, bytes) !== 0) return false;
    }
    return true;
  }

  /** The entries that may be checkpoints: latest first, a replacement before what it replaces. */
  private async candidates(): Promise<string[]> {
    const entries = (await readdir(this.dir)).filter((entry) => stepOfName(plainName(entry)) !== undefined);
    return entries.sort((a, b) => stepOf(b) - stepOf(a) || b.length - a.length);
  }

  /** @param temporary what to remove when it fails */
  private async taking<T>(name: string, temporary: () => string | undefined, action: () => Promise<T>): Promise<T> {
    return this.writing(`did not take the checkpoint ${name}`, async () => {
      try {
        return await action();
      } catch (error) {
        const path = temporary();
        if (path !== undefined) await discard(path);
        throw error;
      }
    });
  }

  private async writing<T>(what: string, action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (cause) {
      throw new CheckpointWriteError(this.dir, `The checkpoint folder ${this.dir} ${what}`, cause);
    }
  }
}

async function readPart(path: string, file: string): Promise<Uint8Array> {
  try {
    return await readFile(join(path, file));
  } catch (cause) {
    throw new DamagedCheckpointError(path, `${file} cannot be read (${describe(cause)})`, { cause });
  }
}

function plainName(entry: string): string {
  return entry.endsWith(REPLACEMENT) ? entry.slice(0, -REPLACEMENT.length) : entry;
}

function stepOf(entry: string): number {
  return stepOfName(plainName(entry)) ?? -1;
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
