/** What draws: figures of a checkpoint, and samples on request. */

/** What a gallery is made from. */
export interface GalleryOptions {
  /** Paths of the data files on this machine, by name. */
  readonly files: Readonly<Record<string, string>>;
  /** Name of the data set, for titles. */
  readonly dataset: string;
  /** Seed of the run. Equal seeds and weights give equal figures. */
  readonly seed: number;
  /** Threads that share one kernel. */
  readonly threads: number;
}

/** Draws with the weights of one checkpoint at a time. */
export interface Gallery {
  /** Title of the curve of the losses, which the sampler draws itself. */
  readonly lossTitle: string;
  /**
   * Replaces the weights.
   * @param weights `parameters.count` values in wire order; the vector may be reused after the call
   * @param step number of updates that they contain
   */
  setWeights(weights: Float32Array, step: number): void;
  /** Draws all figures of the current weights: PNG files by name, such as `samples.png`. The name `loss.png` is the sampler's. */
  figures(): Record<string, Uint8Array>;
  /**
   * Draws samples for a client.
   * @throws MediaTypeError for a media type that the gallery does not have
   */
  draw(request: DrawRequest): Drawing;
  /** Frees what the gallery holds on the device. It cannot be used afterwards. */
  dispose(): void;
}

/** What a client asks for. */
export interface DrawRequest {
  /** Number of samples, from 1 to 256. */
  readonly count: number;
  /** Sampling steps, from 1 to 1000. */
  readonly steps: number;
  /** Keys the randomness of the samples. */
  readonly seed: number;
  /** How the samples are wanted; undefined for what the gallery prefers. */
  readonly mediaType: string | undefined;
}

/** Samples as bytes, and what the bytes are. */
export interface Drawing {
  readonly mediaType: string;
  readonly data: Uint8Array;
}
