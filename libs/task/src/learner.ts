/** What computes gradients: one device with the model on it. */

/** What a learner is made from. */
export interface LearnerOptions {
  /** Paths of the data files on this machine, by the names that the data source gave them. */
  readonly files: Readonly<Record<string, string>>;
  /** Seed of the run. It keys all randomness of the samples. */
  readonly seed: number;
  /** Threads that share one kernel, at least 1. They are part of the run's numerics. */
  readonly threads: number;
}

/**
 * One device with the model on it. Every result is a sum over the samples of a shard, never a mean, so that the sums of shards can be
 * added. A learner computes the same bits for the same weights and batch each time.
 */
export interface Learner {
  /** What computes, for people and for the log. */
  readonly device: DeviceDescription;
  /**
   * Reads and prepares samples. It may run ahead of the computation, and it does not depend on the weights.
   * @throws Error when the data has no such sample
   */
  batch(samples: SampleRange): Batch;
  /** Replaces the weights: `parameters.count` values in wire order. The vector may be reused after the call. */
  setWeights(weights: Float32Array): void;
  /**
   * Computes the gradient of the loss at the current weights.
   * @param batch made by this learner
   * @param out receives the sum over the samples of the gradient of each sample's loss: `parameters.count` values in wire order
   */
  gradient(batch: Batch, out: Float32Array): ShardResult;
  /** Computes the loss at the current weights without a gradient. */
  evaluate(batch: Batch): ShardResult;
  /** Frees what the learner holds on the device. It cannot be used afterwards. */
  dispose(): void;
}

/** The samples of one shard. */
export interface SampleRange {
  /** Which samples: `train` for the training samples, `evaluate` for the test samples. */
  readonly phase: 'train' | 'evaluate';
  /** Number of the epoch, from 0. It is 0 in the evaluation. */
  readonly epoch: number;
  /**
   * Numbers of the samples, from 0, in the order in which they are added: a range of the epoch's order, or of the test samples in
   * their own order.
   */
  readonly indices: Uint32Array;
}

/** Samples that a learner has prepared. Only the learner that made a batch knows what else is in it. */
export interface Batch {
  /** Number of samples. */
  readonly size: number;
}

/** What a shard adds up to. */
export interface ShardResult {
  /** Sum over the samples of each sample's loss, as a float32 value. */
  readonly lossSum: number;
}

/** The device that computes, and the software that drives it. */
export interface DeviceDescription {
  /** Name of the software: `tensorflow` for TensorFlow's native library. */
  readonly backend: string;
  /** Its name and version for people, such as `TensorFlow 2.21.0`. */
  readonly software: string;
  readonly device: 'cpu' | 'gpu';
  /** Model name of the processor or graphics card. */
  readonly deviceName: string;
  /** Widest vector instructions that may be used; undefined where they make no difference. */
  readonly instructionSet: string | undefined;
  /** Version of the graphics card's driver, on a GPU. */
  readonly driver: string | undefined;
  /** Memory of the graphics card or of the machine; undefined where it is not known. */
  readonly memoryBytes: number | undefined;
  /** Threads that share one kernel. */
  readonly threads: number;
}
