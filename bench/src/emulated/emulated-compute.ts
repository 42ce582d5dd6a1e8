/**
 * Stands in for TensorFlow: a shard takes a fixed time, during which the processor is free, and then gives its fixed gradient in
 * new memory, as the computing thread does. The hop between two threads (tens of microseconds) is left out.
 */
import { samplesOf } from '@lockstep/cluster';
import type { ComputeBackend } from '@lockstep/worker';
import { JobQueue, type Job } from './job-queue.js';
import type { WorkerReport, WorkerStep } from './messages.js';
import { repeated, shardPeriod, type EmulatedConfig } from './plan.js';
import { hashOf } from './reference.js';
import { sharedNowMs } from './stages.js';

type Feed = Parameters<ComputeBackend['listen']>[0];

const EVALUATED = new Float32Array(0);

export class EmulatedCompute implements ComputeBackend {
  private readonly steps: WorkerStep[] = [];
  private readonly periods = new Map<number, Float32Array>();
  private readonly jobs = new JobQueue(
    (job, done) => this.compute(job, done),
    () => this.dispatch({ kind: 'dropped' }),
  );
  private weights: Float32Array = EVALUATED;
  private dispatch: Feed = () => undefined;

  /** @param stats bytes that have gone over the connection so far */
  constructor(
    private readonly config: EmulatedConfig,
    private readonly member: string,
    private readonly stats: () => { inBytes: number; outBytes: number },
  ) {}

  listen(onEvent: Feed): void {
    this.dispatch = onEvent;
  }

  post(effect: Parameters<ComputeBackend['post']>[0]): void {
    switch (effect.kind) {
      case 'prepare':
        return;
      case 'load':
        this.weights = effect.weights;
        return;
      case 'compute':
        return this.jobs.add(effect);
      case 'cancel':
        return this.jobs.cancel(effect.beforeLeaseId);
    }
  }

  report(): WorkerReport {
    return { member: this.member, steps: this.steps, weightsSha256: hashOf(this.weights) };
  }

  private compute(job: Job, done: () => void): void {
    const train = job.work.phase === 'train';
    if (train) this.begin(job.work.version);
    const end = () => {
      this.end(job);
      done();
    };
    setTimeout(end, train ? this.config.computeMs : 0);
  }

  private begin(version: number): void {
    if (this.steps.at(-1)?.version === version) return;
    const { inBytes: receivedBytes, outBytes: sentBytes } = this.stats();
    this.steps.push({ version, forwardMs: sharedNowMs(), backwardDoneMs: NaN, receivedBytes, sentBytes });
  }

  private end({ work, leaseId, shard }: Job): void {
    const train = work.phase === 'train';
    const vector = train ? repeated(this.period(shard), this.config.parameterCount) : EVALUATED;
    const { computeMs } = this.config;
    const { version } = work;
    if (train) this.steps.at(-1)!.backwardDoneMs = sharedNowMs();
    const samples = samplesOf(work, shard).size;
    this.dispatch({ kind: 'computed', version, leaseId, shard, vector, samples, lossSum: samples, computeMs });
  }

  private period(shard: number): Float32Array {
    const made = this.periods.get(shard) ?? shardPeriod(shard);
    this.periods.set(shard, made);
    return made;
  }
}
