/**
 * The interface between the engine and a task.
 *
 * The engine knows a parameter count, a schema hash, sample counts and opaque files. A task knows everything else. A task is code, so
 * it is never taken from the network. Each program resolves it locally, and the members of a run compare its name and schema hash.
 */
import type { Learner, LearnerOptions } from './learner.js';
import type { DataSource } from './data-source.js';
import type { Gallery, GalleryOptions } from './gallery.js';
import type { ParameterList } from './parameters.js';

/**
 * What is trained. A module that `--task` names exports a task by default.
 *
 * All randomness is keyed by (seed, epoch, sample), so equal arguments give equal bits in every process.
 *
 * Importing a task loads neither its backend nor its data. Only {@link Task.learner} and {@link Task.gallery} load the backend.
 */
export interface Task {
  /** 1 to 64 of the characters A-Z, a-z, 0-9, "-" and "_". The members of a run compare it. */
  readonly name: string;
  /** Names, shapes and layout of all parameters, in wire order, and their initial values. {@link createParameterList} makes it. */
  readonly parameters: ParameterList;
  /** Where the samples come from. */
  readonly data: DataSource;
  /** The values of a run's options that the user does not give. */
  readonly defaults: TaskDefaults;
  /**
   * Loads the backend and compiles the model. Workers call it, the coordinator never does.
   * @throws Error that tells the remedy, if the backend cannot be loaded or a file is not one that {@link DataSource.load} returned
   */
  learner(options: LearnerOptions): Promise<Learner>;
  /**
   * Loads the code that draws the figures of a checkpoint, and samples on request. The sampler calls it. A task without figures
   * leaves it out.
   * @throws as {@link Task.learner}
   */
  readonly gallery?: (options: GalleryOptions) => Promise<Gallery>;
}

/** Default options of a run. */
export interface TaskDefaults {
  /** Number of samples of one step (`--batch-size`). */
  readonly batchSize: number;
  /** Number of shards into which each batch is cut (`--shards`), at most `batchSize`. */
  readonly shards: number;
  /** Number of passes over the training samples (`--epochs`). */
  readonly epochs: number;
  /** Adam's learning rate. */
  readonly learningRate: number;
}
