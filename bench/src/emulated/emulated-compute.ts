/**
 * A backend with a fixed time and a fixed gradient for each shard. The processor is free during that time, and the gradient is in
 * new memory. The hop between two threads (tens of microseconds) is missing.
 */
import { setTimeout } from 'node:timers/promises';
import { samplesOf } from '@lockstep/cluster';
import type { WorkerReport, WorkerStep } from './messages.js';
import { repeated, type EmulatedConfig } from './plan.js';
import { QueuedBackend, type Job } from './queued-backend.js';
import { hashOf } from './reference.js';
import { sharedNowMs } from './stages.js';

export class EmulatedCompute extends QueuedBackend {
  private readonly steps: WorkerStep[] = [];

  /** @param stats returns the bytes of messages of the connection so far */
  constructor(
    private readonly config: EmulatedConfig,
    private readonly member: string,
    private readonly stats: () => { inBytes: number; outBytes: number },
  ) {
    super();
  }

  report(): WorkerReport {
    return { member: this.member, steps: this.steps, weightsSha256: hashOf(this.weights) };
  }

  protected async compute({ work, leaseId, shard }: Job): Promise<void> {
    const { version } = work;
    const { computeMs, parameterCount } = this.config;
    const train = work.phase === 'train';
    if (train) this.begin(version);
    await setTimeout(train ? computeMs : 0);
    const vector = train ? repeated(this.periodOf(shard), parameterCount) : new Float32Array(0);
    if (train) this.steps.at(-1)!.backwardDoneMs = sharedNowMs();
    const samples = samplesOf(work, shard).size;
    this.dispatch({ kind: 'computed', version, leaseId, shard, vector, samples, lossSum: samples, computeMs });
  }

  private begin(version: number): void {
    if (this.steps.at(-1)?.version === version) return;
    const { inBytes: receivedBytes, outBytes: sentBytes } = this.stats();
    this.steps.push({ version, forwardMs: sharedNowMs(), backwardDoneMs: NaN, receivedBytes, sentBytes });
  }
}
