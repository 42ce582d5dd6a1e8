/** A worker's shards one after another, as its computing thread takes them; what is cancelled before its turn is dropped. */
import type { WorkerEffect } from '@lockstep/cluster';

export type Job = Extract<WorkerEffect, { kind: 'compute' }>;

export class JobQueue {
  private jobs: Job[] = [];
  private busy = false;

  /**
   * @param run begins a job, and calls `done` when the next one may begin
   * @param onDropped told of each job that is cancelled, after the turn in which it is
   */
  constructor(
    private readonly run: (job: Job, done: () => void) => void,
    private readonly onDropped: (job: Job) => void,
  ) {}

  add(job: Job): void {
    this.jobs.push(job);
    this.next();
  }

  /** Drops the jobs of earlier attempts that have not begun. */
  cancel(beforeLeaseId: number): void {
    const dropped = this.jobs.filter(({ leaseId }) => leaseId < beforeLeaseId);
    this.jobs = this.jobs.filter(({ leaseId }) => leaseId >= beforeLeaseId);
    for (const job of dropped) queueMicrotask(() => this.onDropped(job));
  }

  /** Begins no more. */
  stop(): void {
    this.jobs = [];
  }

  private next(): void {
    if (this.busy) return;
    const job = this.jobs.shift();
    if (!job) return;
    this.busy = true;
    this.run(job, () => {
      this.busy = false;
      this.next();
    });
  }
}
