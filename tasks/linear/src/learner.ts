/** Computes gradient sums of linear regression in float32. Their bits depend on the order of the samples. */
import os from 'node:os';

import { SampleRangeError } from '@lockstep/data';
import type { Batch, DeviceDescription, Learner, SampleRange, ShardResult } from '@lockstep/task';

import type { LinearSize } from './linear.js';
import { featureOf, type LinearSamples } from './samples.js';

/** Rows of {@link LinearSamples}. */
interface LinearBatch extends Batch {
  readonly rows: Uint32Array;
}

/** The loss of a sample is the squared error of its prediction. */
export class LinearLearner implements Learner {
  readonly device: DeviceDescription = {
    backend: 'javascript',
    software: `Node.js ${process.versions.node}`,
    device: 'cpu',
    deviceName: os.cpus()[0]?.model ?? 'unknown',
    instructionSet: undefined,
    driver: undefined,
    memoryBytes: os.totalmem(),
    threads: 1,
  };
  private readonly weights: Float32Array;

  constructor(
    private readonly size: LinearSize,
    private readonly samples: LinearSamples,
  ) {
    this.weights = new Float32Array(size.features + 1);
  }

  batch({ phase, indices }: SampleRange): LinearBatch {
    const { trainSamples, testSamples } = this.size;
    const [first, count] = phase === 'train' ? [0, trainSamples] : [trainSamples, testSamples];
    const outside = indices.find((index) => index >= count);
    if (outside !== undefined) throw new SampleRangeError(`there is no sample ${outside}: the data has ${count}`);
    return { size: indices.length, rows: indices.map((index) => first + index) };
  }

  setWeights(weights: Float32Array): void {
    this.weights.set(weights);
  }

  gradient({ rows }: LinearBatch, out: Float32Array): ShardResult {
    const { features } = this.size;
    out.fill(0);
    let lossSum = 0;
    for (const row of rows) {
      const error = this.error(row);
      // Each addition rounds to float32.
      for (let i = 0; i < features; i++) out[i]! += 2 * error * featureOf(this.samples.table, row, i);
      out[features]! += 2 * error;
      lossSum = Math.fround(lossSum + error * error);
    }
    return { lossSum };
  }

  evaluate({ rows }: LinearBatch): ShardResult {
    let lossSum = 0;
    for (const row of rows) lossSum = Math.fround(lossSum + this.error(row) * this.error(row));
    return { lossSum };
  }

  dispose(): void {
    // The garbage collector frees all memory of this learner.
  }

  /** Returns the prediction minus the target, rounded to float32. */
  private error(row: number): number {
    const { features } = this.size;
    let prediction = this.weights[features]!;
    for (let i = 0; i < features; i++) prediction += this.weights[i]! * featureOf(this.samples.table, row, i);
    return Math.fround(prediction - this.samples.targets[row]!);
  }
}
