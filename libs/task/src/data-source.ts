/** Where a task's samples come from. */

/** The data sets of a task. */
export interface DataSource {
  /** Names of the data sets that the task knows, each a name as of {@link Task}. The first is the default. There is at least one. */
  readonly names: readonly [string, ...string[]];
  /**
   * Finds the files of a data set and checks them.
   * @param name one of {@link DataSource.names}
   * @param dir the user's own folder (`--data-dir`), in place of the files that the data set has by itself; undefined for these
   * @throws Error that names the file, what is wrong with it and what to do
   */
  load(name: string, dir: string | undefined): Promise<TaskData>;
}

/** The files of one data set. Equal content gives equal samples, whatever the files are called on the disk. */
export interface TaskData {
  /** In a fixed order, with different names, at least one. The coordinator publishes each under the SHA-256 of its bytes. */
  readonly files: readonly DataFile[];
  /** Number of training samples, at least 1. */
  readonly trainSamples: number;
  /** Number of test samples, at least 1. */
  readonly testSamples: number;
}

/** One file, as learners and galleries get it. */
export interface DataFile {
  /** 1 to 100 of the characters A-Z, a-z, 0-9, ".", "-" and "_"; the learner finds the file's path under it. */
  readonly name: string;
  /** At least one byte. */
  readonly bytes: Uint8Array;
}
