/**
 * Stands in for TensorFlow in a worker of a real run: each shard has a point of its own, and its gradient is that of half the
 * squared distance between the weights and the point. So it follows from the shard and the weights alone, and a bit that anybody gets
 * wrong is in all weights from then on. The loss is a checksum of the weights: two runs with equal losses had equal weights in every step.
 */
import { createHash } from 'node:crypto';
import { samplesOf } from '@lockstep/cluster';
import type { ReadyBackend } from '@lockstep/worker';
import { JobQueue, type Job } from './job-queue.js';
import { PERIOD, shardPeriod } from './plan.js';

type Feed = Parameters<ReadyBackend['listen']>[0];

export interface ShardWatch {
  /** A shard of a training step is begun, done, or not wanted any more. */
  onBegin: (version: number) => void;
  onDone: (version: number) => void;
  onDropped: (version: number) => void;
}

const NOTHING = new Float32Array(0);

export class DistanceCompute implements ReadyBackend {
  readonly fingerprint = createHash('sha256').update('distance to a point').digest('hex');
  readonly device: string;
  private readonly points = new Map<number, Float32Array>();
  private readonly jobs = new JobQueue(
    (job, done) => this.compute(job, done),
    ({ work }) => this.drop(work.version),
  );
  private weights: Float32Array = NOTHING;
  private loss = 0;
  private dispatch: Feed = () => undefined;

  /** @param shardMs what a shard takes, the arithmetic of the gradient included */
  constructor(
    private readonly shardMs: number,
    private readonly watch: ShardWatch,
  ) {
    this.device = `nothing (emulated, ${shardMs} ms a shard)`;
  }

  listen(onEvent: Feed): void {
    this.dispatch = onEvent;
  }

  post(effect: Parameters<ReadyBackend['post']>[0]): void {
    switch (effect.kind) {
      case 'prepare':
        return;
      case 'load':
        this.weights = effect.weights;
        this.loss = checksum(effect.weights);
        return;
      case 'compute':
        return this.jobs.add(effect);
      case 'cancel':
        return this.jobs.cancel(effect.beforeLeaseId);
    }
  }

  stop(): Promise<void> {
    this.jobs.stop();
    return Promise.resolve();
  }

  private drop(version: number): void {
    this.watch.onDropped(version);
    this.dispatch({ kind: 'dropped' });
  }

  private compute({ work, leaseId, shard }: Job, done: () => void): void {
    const startMs = performance.now();
    const samples = samplesOf(work, shard).size;
    const train = work.phase === 'train';
    if (train) this.watch.onBegin(work.version);
    const vector = train ? this.gradient(shard, samples) : NOTHING;
    // As float32, as losses are.
    const lossSum = Math.fround(samples * this.loss);
    // What it says of its speed is the emulated device's: all workers are equally fast, however busy this machine is.
    const result = { version: work.version, leaseId, shard, vector, samples, lossSum };
    const leftMs = train ? Math.max(0, this.shardMs - (performance.now() - startMs)) : 0;
    setTimeout(() => {
      if (train) this.watch.onDone(work.version);
      this.dispatch({ kind: 'computed', ...result, computeMs: this.shardMs });
      done();
    }, leftMs);
  }

  /** @returns the sum over the samples */
  private gradient(shard: number, samples: number): Float32Array {
    const { weights } = this;
    const point = this.points.get(shard) ?? shardPeriod(shard);
    this.points.set(shard, point);
    const vector = new Float32Array(weights.length);
    for (let at = 0; at < weights.length; at += PERIOD) {
      const length = Math.min(PERIOD, weights.length - at);
      for (let i = 0; i < length; i++) vector[at + i] = samples * (weights[at + i]! - point[i]!);
    }
    return vector;
  }
}

/** FNV-1a over the bits of the weights (http://www.isthe.com/chongo/tech/comp/fnv), its upper 24 bits as a float32 from 0 to 1. */
function checksum(weights: Float32Array): number {
  const bits = new Uint32Array(weights.buffer, weights.byteOffset, weights.length);
  let hash = 0x811c_9dc5;
  for (const each of bits) hash = Math.imul(hash ^ each, 0x0100_0193);
  return (hash >>> 8) / 2 ** 24;
}
