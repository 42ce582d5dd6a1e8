/**
 * A backend for workers of a real run. Each shard has a point, and its gradient is that of half the squared distance between the
 * weights and the point. The gradient depends on the shard and the weights only, so a wrong bit stays in the weights of all later
 * steps. The loss is a checksum of the weights: two runs with equal losses had equal weights at every step.
 */
import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { samplesOf } from '@lockstep/cluster';
import type { ReadyBackend } from '@lockstep/worker';
import { PERIOD } from './plan.js';
import { QueuedBackend, type Job } from './queued-backend.js';

/** Receives the start, the end and the cancellation of the shards of training steps. */
export interface ShardWatch {
  onBegin: (version: number) => void;
  onDone: (version: number) => void;
  onDropped: (version: number) => void;
}

export class DistanceCompute extends QueuedBackend implements ReadyBackend {
  readonly fingerprint = createHash('sha256').update('distance to a point').digest('hex');
  readonly device: string;
  private loss = 0;

  /** @param shardMs duration of a shard, including the arithmetic of its gradient */
  constructor(
    private readonly shardMs: number,
    private readonly watch: ShardWatch,
  ) {
    super((version) => watch.onDropped(version));
    this.device = `nothing (emulated, ${shardMs} ms a shard)`;
  }

  protected override load(weights: Float32Array): void {
    super.load(weights);
    this.loss = checksum(weights);
  }

  protected async compute({ work, leaseId, shard }: Job): Promise<void> {
    const startMs = performance.now();
    const { version } = work;
    const samples = samplesOf(work, shard).size;
    const train = work.phase === 'train';
    if (train) this.watch.onBegin(version);
    const vector = train ? this.gradient(shard, samples) : new Float32Array(0);
    // Losses are float32.
    const lossSum = Math.fround(samples * this.loss);
    await setTimeout(train ? Math.max(0, this.shardMs - (performance.now() - startMs)) : 0);
    if (train) this.watch.onDone(version);
    // Reports the emulated duration, so that workers are equally fast however busy this machine is.
    this.dispatch({ kind: 'computed', version, leaseId, shard, vector, samples, lossSum, computeMs: this.shardMs });
  }

  /** The sum of the gradient over the samples. */
  private gradient(shard: number, samples: number): Float32Array {
    const { weights } = this;
    const point = this.periodOf(shard);
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
