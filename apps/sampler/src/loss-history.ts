/** The losses of a run's steps, from its stream of metrics. In a long run, each value is the mean over several steps. */
import { setTimeout } from 'node:timers/promises';
import type { Logger } from '@lockstep/cli';
import { messageOf } from '@lockstep/errors';
import type { MetricsRecord } from '@lockstep/protocol';
import { readMetrics, type NatsConnection } from '@lockstep/transport';

const MAX_VALUES = 10_000;
/** The record of a step may arrive after the checkpoint of that step. */
const RECORD_WITHIN_MS = 2000;
const POLL_MS = 20;

export interface Losses {
  /** Means over consecutive spans of steps; NaN where no loss is known. */
  losses: Float64Array;
  /** Steps per span; the last span may be shorter. */
  stepsPerLoss: number;
}

export class LossHistory {
  /** Sum and number of the losses of each span. */
  private readonly sums = new Float64Array(MAX_VALUES);
  private readonly counts = new Float64Array(MAX_VALUES);
  private stepsPerLoss = 1;
  private lastStep = 0;
  private leaderEpoch = 0;

  /** Reads the stream of a run from its first record on. Logs a warning and stays empty when the stream cannot be read. */
  static async follow(connection: NatsConnection, run: string, log: Logger): Promise<LossHistory> {
    const history = new LossHistory();
    await readMetrics(connection, run, (record) => history.add(record)).catch((error: unknown) => {
      log.warn(`the stream of metrics cannot be read (${messageOf(error)}): the loss figure shows epochs only`);
    });
    return history;
  }

  /** Adds a record. A new leader may repeat steps, so its records replace those of previous leaders. */
  add({ leaderEpoch, body: { step, loss } }: MetricsRecord): void {
    if (leaderEpoch < this.leaderEpoch) return;
    if (leaderEpoch > this.leaderEpoch) this.dropFrom(step);
    this.leaderEpoch = leaderEpoch;
    if (step <= this.lastStep) return;
    this.lastStep = step;
    while (this.indexOf(step) >= MAX_VALUES) this.halve();
    this.sums[this.indexOf(step)]! += loss;
    this.counts[this.indexOf(step)]! += 1;
  }

  /** Waits until the loss of a step is known, at most RECORD_WITHIN_MS. */
  async reached(step: number): Promise<void> {
    const deadlineMs = performance.now() + RECORD_WITHIN_MS;
    while (this.lastStep < step && performance.now() < deadlineMs) await setTimeout(POLL_MS);
  }

  /** Returns the losses of the first `steps` steps. */
  until(steps: number): Losses {
    const { stepsPerLoss, sums, counts } = this;
    const losses = Float64Array.from({ length: Math.ceil(steps / stepsPerLoss) }, (_, i) => sums[i]! / counts[i]!);
    return { losses, stepsPerLoss };
  }

  private indexOf(step: number): number {
    return Math.floor((step - 1) / this.stepsPerLoss);
  }

  private dropFrom(step: number): void {
    if (step > this.lastStep) return;
    const index = this.indexOf(step);
    // Only the mean of the span is known, so it replaces the losses of the remaining steps.
    const kept = Math.min(this.counts[index]!, step - 1 - index * this.stepsPerLoss);
    this.sums[index] = kept === 0 ? 0 : (this.sums[index]! / this.counts[index]!) * kept;
    this.counts[index] = kept;
    this.sums.fill(0, index + 1);
    this.counts.fill(0, index + 1);
    this.lastStep = step - 1;
  }

  private halve(): void {
    for (const values of [this.sums, this.counts]) {
      for (let i = 0; i < MAX_VALUES / 2; i++) values[i] = values[2 * i]! + values[2 * i + 1]!;
      values.fill(0, MAX_VALUES / 2);
    }
    this.stepsPerLoss *= 2;
  }
}
