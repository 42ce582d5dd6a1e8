/** Where the samples of a task come from. */

/** The data sets of a task. Only the coordinator loads them. Workers and samplers get the files from the run. */
export interface DataSource {
  /** Names of the data sets, at least one, each of the form of {@link Task.name}. The first is the default of `--dataset`. */
  readonly names: readonly [string, ...string[]];
  /**
   * Finds and checks the files of a data set.
   * @param name one of {@link DataSource.names}
   * @param dir the folder of the option `--data-dir`, which replaces the data set's own files, or undefined without the option
   * @throws Error whose message names the file, the problem and the remedy
   */
  load(name: string, dir: string | undefined): Promise<TaskData>;
}

/** The files of one data set. Equal files give equal samples, whatever their paths are. */
export interface TaskData {
  /** In a fixed order, with different names, at least one. The coordinator publishes each under the SHA-256 of its bytes. */
  readonly files: readonly DataFile[];
  /** Number of training samples, at least 1. */
  readonly trainSamples: number;
  /** Number of test samples, at least 1. */
  readonly testSamples: number;
}

/** One file of a data set. */
export interface DataFile {
  /** 1 to 100 of the characters A-Z, a-z, 0-9, ".", "-" and "_". Learners and galleries find the file's path under this name. */
  readonly name: string;
  /** At least one byte. */
  readonly bytes: Uint8Array;
}
