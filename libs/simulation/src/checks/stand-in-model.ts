/**
 * A model for simulations: cheap enough that a run takes milliseconds, yet its sums are float32 and depend on their order, so
 * that a sum in another order, a sample twice or a stale weight changes the bits.
 */
import { epochPermutation, Purpose, WordStream } from '@lockstep/data';
import type { GradientSum } from '@lockstep/optim';
import { samplesOf, type DataConfig, type Work } from '@lockstep/cluster';

/** Values of the stand-in's weights. */
export const STAND_IN_PARAMETERS = 11;

/** Far apart, so that adding small to large rounds. */
const SCALES = Float32Array.from({ length: STAND_IN_PARAMETERS }, (_, i) =>
  i % 4 === 0 ? 1000.7 : i % 4 === 1 ? 1.3 : 0.0017,
);

export function standInWeights(seed: number): Float32Array {
  const stream = new WordStream(seed, Purpose.initialWeights, 0, 0);
  return Float32Array.from({ length: STAND_IN_PARAMETERS }, () => stream.next() / 0x1_0000_0000 - 0.5);
}

export class StandInModel {
  private readonly orders = new Map<number, Uint32Array>();
  private readonly targets = new Map<number, Float32Array>();

  /** @param onSample told of every training sample that is used */
  constructor(
    private readonly config: DataConfig,
    private readonly onSample: (epoch: number, sample: number) => void = () => undefined,
  ) {}

  /** The gradient sum of one shard (empty in the evaluation), its loss sum and its number of samples. */
  shard(work: Work, shard: number, weights: Float32Array): GradientSum {
    const { start, size } = samplesOf(work, shard);
    const train = work.phase === 'train';
    const vector = new Float32Array(train ? STAND_IN_PARAMETERS : 0);
    let lossSum = 0;
    for (let position = start; position < start + size; position++) {
      const sample = train ? this.order(work.epoch)[position]! : -1 - position;
      if (train) this.onSample(work.epoch, sample);
      const target = this.target(sample);
      for (let i = 0; i < STAND_IN_PARAMETERS; i++) {
        const error = Math.fround(weights[i]! - target[i]!);
        if (train) vector[i]! += error;
        lossSum = Math.fround(lossSum + Math.fround(error * error));
      }
    }
    return { vector, samples: size, lossSum };
  }

  private order(epoch: number): Uint32Array {
    let order = this.orders.get(epoch);
    if (!order) this.orders.set(epoch, (order = epochPermutation(this.config.seed, epoch, this.config.trainSamples)));
    return order;
  }

  private target(sample: number): Float32Array {
    let target = this.targets.get(sample);
    if (!target) {
      const stream = new WordStream(this.config.seed, Purpose.trainNoise, 0, sample >>> 0);
      target = Float32Array.from(SCALES, (scale) => (stream.next() / 0x1_0000_0000 - 0.5) * scale);
      this.targets.set(sample, target);
    }
    return target;
  }
}
