/**
 * Checkpoints in a local folder, from which a run resumes.
 *
 * A checkpoint is a folder `step-00000469`. It gets this name only after it is complete and on the disk (durable.ts). A rename cannot
 * replace a folder that is not empty. So another checkpoint of the same step first gets the name `step-00000469.new`, which readers
 * prefer, and then replaces the old folder. There is a valid checkpoint of the step at every moment. The next open finishes a
 * replacement that a crash interrupted. Only one process may write to the folder at a time.
 */
import { mkdir, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

import type { Checkpoint } from './checkpoint.js';
import { CHECKPOINT_FILES, checkpointName, decodeCheckpoint, stepOfName } from './checkpoint.js';
import { discard, isTemporaryName, makeFolder, syncPath, temporaryName, writeNew } from './durable.js';
import { CheckpointFormatError, CheckpointWriteError, DamagedCheckpointError } from './errors.js';

/** The name of a checkpoint and the bytes of its files. */
export interface SavedCheckpoint {
  readonly name: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** A checkpoint whose save has started. */
export interface StagedCheckpoint extends SavedCheckpoint {
  /** The temporary path of its folder; undefined if the checkpoint folder already contains the same bytes. */
  readonly temporary: string | undefined;
  /** Whether another checkpoint of the same step exists and will be replaced. */
  readonly replaces: boolean;
}

/** The result of a search for the latest valid checkpoint. */
interface LatestValid {
  /** Undefined if the folder has no valid checkpoint. */
  readonly latest: { readonly name: string; readonly checkpoint: Checkpoint } | undefined;
  /** The damaged checkpoints that are newer than `latest`, latest first. */
  readonly passedOver: readonly { readonly name: string; readonly reason: string }[];
}

/** The checkpoints that pruning keeps. */
interface KeepRules {
  /** The number of latest valid checkpoints to keep, at least 1. */
  readonly keepLast: number;
  /** The step of the best checkpoint. */
  readonly keepBestStep?: number | undefined;
  /** The names of further checkpoints, such as the one that was published last. */
  readonly keepNames?: readonly string[] | undefined;
}

const REPLACEMENT = '.new';

/** The folder with the checkpoints of one run. */
export class CheckpointFolder {
  private constructor(readonly dir: string) {}

  /**
   * Opens the folder for its only writer. Creates the folder if it does not exist, finishes replacements, and removes the temporary
   * folders that a crash left.
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
   * Step 1 of 4 of a save: writes the files under a temporary name. The steps must run in order. The checkpoint survives a power
   * failure after step 4.
   * @throws CheckpointWriteError, like the other steps, when the disk is full, read-only, ...; the temporary files are then removed and
   *   older checkpoints are unchanged
   */
  async stage({ name, files }: SavedCheckpoint): Promise<StagedCheckpoint> {
    const temporary = join(this.dir, temporaryName(name));
    return this.saving({ name, temporary }, async () => {
      await this.settle(name + REPLACEMENT);
      const replaces = (await readdir(this.dir)).includes(name);
      if (replaces && (await this.holds(name, files))) return { name, files, temporary: undefined, replaces: false };
      await mkdir(temporary);
      for (const [file, bytes] of files) await writeNew(join(temporary, file), bytes);
      return { name, files, temporary, replaces };
    });
  }

  /** Step 2 of 4: syncs the content of the files to the disk. */
  async sync(staged: StagedCheckpoint): Promise<void> {
    const { files, temporary } = staged;
    if (temporary === undefined) return;
    await this.saving(staged, async () => {
      for (const file of files.keys()) await syncPath(join(temporary, file));
      await syncPath(temporary);
    });
  }

  /** Step 3 of 4: renames the folder to the name under which readers look for it. */
  async rename(staged: StagedCheckpoint): Promise<void> {
    const { name, temporary, replaces } = staged;
    if (temporary === undefined) return;
    const target = join(this.dir, replaces ? name + REPLACEMENT : name);
    await this.saving(staged, () => rename(temporary, target));
  }

  /** Step 4 of 4: syncs the new name to the disk and removes the checkpoint that it replaces. */
  async syncNames(staged: StagedCheckpoint): Promise<void> {
    await this.saving(staged, async () => {
      await syncPath(this.dir);
      if (staged.replaces) await this.finishReplacement(staged.name);
    });
  }

  /** Returns the names of the checkpoints, valid or not, latest first. */
  async list(): Promise<string[]> {
    const names = (await this.candidates()).map(plainName);
    return [...new Set(names)];
  }

  /** Reads and verifies one checkpoint. @throws CheckpointError */
  async read(name: string): Promise<Checkpoint> {
    const path = join(this.dir, name);
    const files = new Map<string, Uint8Array>();
    for (const file of CHECKPOINT_FILES) files.set(file, await readCheckpointFile(path, file));
    const checkpoint = decodeCheckpoint(files, path);
    if (checkpointName(checkpoint.step) !== plainName(name)) {
      throw new DamagedCheckpointError(path, `its manifest is of step ${checkpoint.step}`);
    }
    return checkpoint;
  }

  /**
   * Reads checkpoints from the latest to older ones until one is valid, and returns the reasons why newer ones are not.
   * @throws CheckpointFormatError at a checkpoint of another version of Lockstep
   */
  async readLatestValid(): Promise<LatestValid> {
    const passedOver: { name: string; reason: string }[] = [];
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
   * Removes the checkpoints that no rule keeps, oldest first. Damaged checkpoints do not count towards `keepLast`. Damaged checkpoints
   * that are newer than the oldest of the `keepLast` valid ones are kept for inspection.
   * @returns the names of the removed checkpoints
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

  /** Returns the length of the shortest prefix of `names` with `valid` valid checkpoints, or of all names if there are fewer. */
  private async countLatest(names: readonly string[], valid: number): Promise<number> {
    let found = 0;
    for (const [index, name] of names.entries()) {
      found += (await this.isValid(name)) ? 1 : 0;
      if (found === valid) return index + 1;
    }
    return names.length;
  }

  /** Replaces `<name>` by `<name>.new`. */
  private async finishReplacement(name: string): Promise<void> {
    await this.remove(name);
    await rename(join(this.dir, name + REPLACEMENT), join(this.dir, name));
    await syncPath(this.dir);
  }

  /** Removes a checkpoint. Renames it first, so that no reader sees a checkpoint with missing files. */
  private async remove(name: string): Promise<void> {
    const temporary = join(this.dir, temporaryName(name));
    if (!(await readdir(this.dir)).includes(name)) return;
    await rename(join(this.dir, name), temporary);
    await syncPath(this.dir);
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

  /** Finishes a replacement that a crash or an error interrupted. Removes the replacement instead if it is damaged. */
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

  /** Reports whether the checkpoint `name` has exactly these bytes. */
  private async holds(name: string, files: ReadonlyMap<string, Uint8Array>): Promise<boolean> {
    for (const [file, bytes] of files) {
      const found = await readFile(join(this.dir, name, file)).catch(() => undefined);
      if (found === undefined || Buffer.compare(found, bytes) !== 0) return false;
    }
    return true;
  }

  /** Returns the entries that may be checkpoints, latest first, with a replacement before the checkpoint that it replaces. */
  private async candidates(): Promise<string[]> {
    const entries = (await readdir(this.dir)).filter((entry) => stepOfName(plainName(entry)) !== undefined);
    return entries.sort((a, b) => stepOf(b) - stepOf(a) || b.length - a.length);
  }

  /** Runs a step of a save. Removes the temporary folder if the step fails. */
  private async saving<T>(
    { name, temporary }: Pick<StagedCheckpoint, 'name' | 'temporary'>,
    action: () => Promise<T>,
  ): Promise<T> {
    return this.writing(`did not take the checkpoint ${name}`, async () => {
      try {
        return await action();
      } catch (error) {
        if (temporary !== undefined) await discard(temporary);
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

async function readCheckpointFile(path: string, file: string): Promise<Uint8Array> {
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
