/**
 * Stands in for TensorFlow: a shard takes a fixed time, during which the processor is free, and then gives its fixed gradient in
 * new memory, as the computing thread does. The hop between two threads (tens of microseconds) is left out.
 */
import { samplesOf, type WorkerEffect } from '@lockstep/cluster';
import type { Computing } from '@lockstep/worker';
import type { WorkerReport, WorkerStep } from './messages.js';
import { repeated, shardPeriod, type EmulatedPlan } from './plan.js';
import { hashOf } from './reference.js';
import { sharedNowMs } from './stages.js';

type Job = Extract<WorkerEffect, { kind: 'compute' }>;
type Feed = Parameters<Computing['listen']>[0];

const EVALUATED = new Float32Array(0);

export class EmulatedCompute implements Computing {
  private readonly steps: WorkerStep[] = [];
  private readonly periods = new Map<number, Float32Array>();
  private jobs: Job[] = [];
  private busy = false;
  private weights: Float32Array = EVALUATED;
  private feed: Feed = () => undefined;

  /** @param stats bytes that have gone over the connection so far */
  constructor(
    private readonly plan: EmulatedPlan,
    private readonly member: string,
    private readonly stats: () => { inBytes: number; outBytes: number },
  ) {}

  listen(onEvent: Feed): void {
    this.feed = onEvent;
  }

  post(effect: Parameters<Computing['post']>[0]): void {
    switch (effect.kind) {
      case 'prepare':
        return;
      case 'load':
        this.weights = effect.weights;
        return;
      case 'compute':
        this.jobs.push(effect);
        return this.next();
      case 'cancel': {
        const kept = this.jobs.filter(({ attempt }) => attempt >= effect.beforeAttempt);
        const dropped = this.jobs.length - kept.length;
        this.jobs = kept;
        for (let i = 0; i < dropped; i++) queueMicrotask(() => this.feed({ kind: 'dropped' }));
      }
    }
  }

  report(): WorkerReport {
    return { member: this.member, steps: this.steps, weightsSha256: hashOf(this.weights) };
  }

  private next(): void {
    if (this.busy) return;
    const job = this.jobs.shift();
    if (!job) return;
    this.busy = true;
    const train = job.work.phase === 'train';
    if (train) this.begin(job.work.version);
    setTimeout(() => this.end(job), train ? this.plan.computeMs : 0);
  }

  private begin(version: number): void {
    if (this.steps.at(-1)?.version === version) return;
    const { inBytes: receivedBytes, outBytes: sentBytes } = this.stats();
    this.steps.push({ version, forwardMs: sharedNowMs(), backwardDoneMs: NaN, receivedBytes, sentBytes });
  }

  private end({ work, attempt, shard }: Job): void {
    this.busy = false;
    const train = work.phase === 'train';
    const vector = train ? repeated(this.period(shard), this.plan.parameterCount) : EVALUATED;
    const { computeMs } = this.plan;
    const { version } = work;
    if (train) this.steps.at(-1)!.backwardDoneMs = sharedNowMs();
    const samples = samplesOf(work, shard).size;
    this.feed({ kind: 'computed', version, attempt, shard, vector, samples, lossSum: samples, computeMs });
    this.next();
  }

  private period(shard: number): Float32Array {
    const made = this.periods.get(shard) ?? shardPeriod(shard);
    this.periods.set(shard, made);
    return made;
  }
}
