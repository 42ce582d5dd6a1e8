/** Samples per second of the last steps, and the time that the rest will take at that rate. */

const WINDOW_STEPS = 20;

export class Rate {
  private readonly recent: { ms: number; samples: number }[] = [];
  private lastMs: number;
  private trainedMs = 0;
  private trainedSamples = 0;
  /** The first step waits for workers to start: it says nothing about the pace. */
  private first = true;

  constructor(nowMs: number) {
    this.lastMs = nowMs;
  }

  /** Notes a step. Returns its own samples per second. */
  step(samples: number, nowMs: number): number {
    const ms = Math.max(nowMs - this.lastMs, 0.001);
    this.lastMs = nowMs;
    if (this.first) {
      this.first = false;
      return (samples / ms) * 1000;
    }
    this.trainedMs += ms;
    this.trainedSamples += samples;
    this.recent.push({ ms, samples });
    if (this.recent.length > WINDOW_STEPS) this.recent.shift();
    return (samples / ms) * 1000;
  }

  /** Over the last steps. */
  get current(): number {
    const ms = this.recent.reduce((sum, step) => sum + step.ms, 0);
    return ms === 0 ? 0 : (this.recent.reduce((sum, step) => sum + step.samples, 0) / ms) * 1000;
  }

  /** Over all steps but the first. */
  get average(): number {
    return this.trainedMs === 0 ? 0 : (this.trainedSamples / this.trainedMs) * 1000;
  }
}
