/** The figures of a checkpoint, and samples on request. */

/** The arguments of {@link Task.gallery}. */
export interface GalleryOptions {
  /** Paths of the data files on this machine, keyed by {@link DataFile.name}. */
  readonly files: Readonly<Record<string, string>>;
  /** Name of the data set, for titles. */
  readonly dataset: string;
  /** Seed of the run. Equal seeds and weights give equal figures. */
  readonly seed: number;
  /** Number of threads that one kernel may use, at least 1. */
  readonly threads: number;
}

/** Draws with the weights of one checkpoint at a time. {@link Gallery.setWeights} is called before the first drawing. */
export interface Gallery {
  /** Title of `loss.png`, the curve of the losses, which the sampler draws for every task. */
  readonly lossTitle: string;
  /**
   * Replaces the weights.
   * @param weights `parameters.count` values in wire order. The caller may reuse the vector after the call.
   * @param step number of updates that the weights contain
   */
  setWeights(weights: Float32Array, step: number): void;
  /** Returns all figures of the current weights as PNG files, keyed by file name. `loss.png` is not among them. */
  figures(): Record<string, Uint8Array>;
  /**
   * Draws samples for a client with the current weights.
   * @throws MediaTypeError if the gallery does not have the requested media type
   */
  draw(request: DrawRequest): Drawing;
  /** Frees the gallery's memory on the device. It cannot be used afterwards. */
  dispose(): void;
}

/** A client's request for samples. */
export interface DrawRequest {
  /** Number of samples, from 1 to 256. */
  readonly count: number;
  /** Number of sampling steps for each, from 1 to 1000. A task that does not sample in steps ignores it. */
  readonly steps: number;
  /** Keys the randomness of the samples. */
  readonly seed: number;
  /** Media type of the reply. Undefined selects the gallery's default. */
  readonly mediaType: string | undefined;
}

/** The reply to a {@link DrawRequest}. */
export interface Drawing {
  /** Media type of `data`. */
  readonly mediaType: string;
  readonly data: Uint8Array;
}
