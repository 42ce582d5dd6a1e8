/** The computation of gradients on one device. */

/** The arguments of {@link Task.learner}. */
export interface LearnerOptions {
  /** Paths of the data files on this machine, keyed by {@link DataFile.name}. Their hashes have been checked. */
  readonly files: Readonly<Record<string, string>>;
  /** Seed of the run. All randomness of a sample is a function of (seed, epoch, sample). */
  readonly seed: number;
  /** Number of threads that one kernel may use, at least 1. It is part of the run's numerics, so a learner must not use more. */
  readonly threads: number;
}

/**
 * One device with the model on it.
 *
 * A worker calls `batch` for each shard of a lease, `setWeights` with the weights of the lease's step, and `gradient` or `evaluate` for
 * each batch. All calls come from one thread. A learner must meet three conditions, on which the exactness of a run depends:
 *
 * - Results are sums over the samples of a shard, not means. The engine adds the sums of shards and divides once per step.
 * - Equal weights and equal sample ranges give equal bits, in every process with the same numerics. When a worker joins, it computes
 *   each shard size of the run twice and is refused if the results differ.
 * - The samples of a batch are computed on their own. The result of a batch does not depend on earlier batches.
 */
export interface Learner {
  /** Describes the device, for logs and status reports. */
  readonly device: DeviceDescription;
  /**
   * Reads and prepares the samples of a shard. It does not depend on the weights, so a worker may call it before `setWeights`, or
   * before it has computed the previous batch. Some batches are never computed, because their lease is withdrawn, so a batch must
   * not hold memory that has to be freed.
   * @throws Error if the data has no such sample
   */
  batch(samples: SampleRange): Batch;
  /**
   * Replaces the weights. It is called at least once before `gradient` and `evaluate`.
   * @param weights `parameters.count` values in wire order. The caller may reuse the vector after the call, so copy the values.
   */
  setWeights(weights: Float32Array): void;
  /**
   * Computes the losses of a batch at the current weights, and their gradient.
   * @param batch made by this learner. It may be passed more than once.
   * @param out receives `parameters.count` values in wire order: the sum over the samples of the gradient of each sample's loss with
   *   respect to the weights. Overwrite every value, because the vector holds an earlier result.
   */
  gradient(batch: Batch, out: Float32Array): ShardResult;
  /** Computes the losses of a batch at the current weights without a gradient. */
  evaluate(batch: Batch): ShardResult;
  /** Frees the learner's memory on the device. It cannot be used afterwards. */
  dispose(): void;
}

/** The samples of one shard. */
export interface SampleRange {
  /** `train` selects the training samples, `evaluate` the test samples. */
  readonly phase: 'train' | 'evaluate';
  /** Number of the epoch, from 0. In the phase `evaluate` it is 0. */
  readonly epoch: number;
  /**
   * Indices of the samples within their phase, from 0, in the order in which the learner sums them. For training this is a range of
   * the epoch's permutation. For the evaluation it is a range of the test samples in ascending order.
   */
  readonly indices: Uint32Array;
}

/** The prepared samples of a shard. A learner extends the interface with the data that it computes with. */
export interface Batch {
  /** Number of samples. */
  readonly size: number;
}

/** The sums over the samples of a shard, apart from the gradient. */
export interface ShardResult {
  /** Sum of each sample's loss, rounded to float32. */
  readonly lossSum: number;
}

/** The device that computes, and its software. */
export interface DeviceDescription {
  /** Short name of the software, such as `tensorflow` for TensorFlow's native library. */
  readonly backend: string;
  /** Name and version of the software, such as `TensorFlow 2.21.0`. */
  readonly software: string;
  readonly device: 'cpu' | 'gpu';
  /** Model name of the processor or GPU. */
  readonly deviceName: string;
  /** Widest vector instructions that may be used. Undefined if the results do not depend on them. */
  readonly instructionSet: string | undefined;
  /** Version of the GPU's driver. Undefined on a CPU. */
  readonly driver: string | undefined;
  /** Memory of the GPU, or of the machine on a CPU. Undefined if it is unknown. */
  readonly memoryBytes: number | undefined;
  /** Number of threads that one kernel may use. */
  readonly threads: number;
}
