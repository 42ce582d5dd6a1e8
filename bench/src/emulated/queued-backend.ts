/**
 * Stands in for TensorFlow in emulated workers: takes the shards one after another, as a compute thread does, and drops those that
 * are cancelled before their turn.
 *
 * The learner of tasks/linear cannot take its place, because a shard must take a fixed time without using the processor, and
 * its vectors must have the size of the model that the benchmark is about.
 */
import type { WorkerEffect } from '@lockstep/cluster';
import type { ComputeBackend } from '@lockstep/worker';
import { shardPeriod } from './plan.js';

export type Job = Extract<WorkerEffect, { kind: 'compute' }>;
type Listener = Parameters<ComputeBackend['listen']>[0];

export abstract class QueuedBackend implements ComputeBackend {
  protected weights: Float32Array = new Float32Array(0);
  protected dispatch: Listener = () => undefined;
  private readonly periods = new Map<number, Float32Array>();
  private jobs: Job[] = [];
  private busy = false;

  /** @param onDropped called with the version of each cancelled shard */
  constructor(private readonly onDropped: (version: number) => void = () => undefined) {}

  listen(onEvent: Listener): void {
    this.dispatch = onEvent;
  }

  post(effect: Parameters<ComputeBackend['post']>[0]): void {
    switch (effect.kind) {
      case 'prepare':
        return;
      case 'load':
        return this.load(effect.weights);
      case 'compute':
        this.jobs.push(effect);
        return this.next();
      case 'cancel': {
        const dropped = this.jobs.filter(({ leaseId }) => leaseId < effect.beforeLeaseId);
        this.jobs = this.jobs.filter((job) => !dropped.includes(job));
        // After the current turn, as the events of a compute thread are.
        for (const { work } of dropped) queueMicrotask(() => this.drop(work.version));
      }
    }
  }

  /** Starts no further jobs. */
  stop(): Promise<void> {
    this.jobs = [];
    return Promise.resolve();
  }

  /** Computes a job and reports its result. */
  protected abstract compute(job: Job): Promise<void>;

  protected load(weights: Float32Array): void {
    this.weights = weights;
  }

  /** The period of a shard's vector. */
  protected periodOf(shard: number): Float32Array {
    const period = this.periods.get(shard) ?? shardPeriod(shard);
    this.periods.set(shard, period);
    return period;
  }

  private drop(version: number): void {
    this.onDropped(version);
    this.dispatch({ kind: 'dropped' });
  }

  private next(): void {
    if (this.busy) return;
    const job = this.jobs.shift();
    if (!job) return;
    this.busy = true;
    void this.compute(job).then(() => {
      this.busy = false;
      this.next();
    });
  }
}
