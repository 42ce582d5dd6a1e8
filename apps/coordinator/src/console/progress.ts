/** Shows step records in the report, and collects the speed for the summary. */
import type { StepRecord } from '@lockstep/cluster';
import { Rate } from './rate.js';
import type { Report } from './report.js';

export interface ProgressConfig {
  stepsInEpoch: number;
  totalSteps: number;
  batchSize: number;
  /** Steps that were done before this leadership. */
  from: number;
}

export class Progress {
  private readonly rate = new Rate(performance.now());
  /** Largest number of workers in one step. */
  mostWorkers = 0;

  constructor(
    private readonly report: Report,
    private readonly plan: ProgressConfig,
  ) {}

  get averageSamplesPerSecond(): number {
    return this.rate.average;
  }

  /** Shows one step. Returns the samples per second of this step. */
  step(record: StepRecord, workers: number): number {
    const { stepsInEpoch, totalSteps, batchSize } = this.plan;
    const ownRate = this.rate.step(record.samples, performance.now());
    this.mostWorkers = Math.max(this.mostWorkers, Object.keys(record.workers).length);
    const stepInEpoch = ((record.step - 1) % stepsInEpoch) + 1;
    this.report.progress({
      step: record.step,
      epoch: record.epoch,
      epochs: Math.ceil(totalSteps / stepsInEpoch),
      stepInEpoch,
      stepsInEpoch: Math.min(stepsInEpoch, totalSteps - (record.epoch - 1) * stepsInEpoch),
      loss: record.loss,
      samplesPerSecond: this.rate.current,
      workers,
      secondsLeft: ((totalSteps - record.step) * batchSize) / this.rate.current,
    });
    return ownRate;
  }
}
