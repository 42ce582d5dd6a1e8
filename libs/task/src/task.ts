/**
 * The seam between the engine and what is trained.
 *
 * The engine knows a parameter count, a schema hash, sample counts and opaque files. A task knows everything else. A task is code, so
 * it is never taken from the network: each program resolves it locally, and the members of a run compare its name and schema hash.
 */
import type { Learner, LearnerOptions } from './learner.js';
import type { DataSource } from './data-source.js';
import type { Gallery, GalleryOptions } from './gallery.js';
import type { ParameterList } from './parameters.js';

/**
 * What is trained. Everything random is keyed by (seed, epoch, sample), so equal arguments give equal bits in every process.
 *
 * Importing a task loads neither its backend nor its data. Only {@link Task.learner} and {@link Task.gallery} load the backend.
 */
export interface Task {
  /** 1 to 64 of the characters A-Z, a-z, 0-9, "-" and "_". The members of a run compare it. */
  readonly name: string;
  /** Names, shapes and layout of all parameters, in wire order, and their initial values for a seed. */
  readonly parameters: ParameterList;
  /** Where the samples come from: content-addressed files. */
  readonly data: DataSource;
  /** What a run uses where its options do not say otherwise. */
  readonly defaults: TaskDefaults;
  /**
   * Loads the backend and compiles the model. Called where gradients are computed, never in the coordinator.
   * @throws Error that says what to do, when the backend cannot be loaded or a file is not what {@link DataSource.load} made
   */
  learner(options: LearnerOptions): Promise<Learner>;
  /**
   * Loads what draws the figures of a checkpoint, and samples on request. A task without figures leaves it out.
   * @throws as {@link Task.learner}
   */
  readonly gallery?: (options: GalleryOptions) => Promise<Gallery>;
}

/** Options of a run, as the task suggests them. */
export interface TaskDefaults {
  /** Samples of one step. */
  readonly batchSize: number;
  /** Shards that each batch is cut into, at most `batchSize`. */
  readonly shards: number;
  /** Passes over the training samples. */
  readonly epochs: number;
  /** Adam's learning rate. */
  readonly learningRate: number;
}
