/** Measures samples per second. */

const WINDOW_STEPS = 20;

export class Rate {
  private readonly recent: { ms: number; samples: number }[] = [];
  private lastMs: number;
  private trainedMs = 0;
  private trainedSamples = 0;
  /** The first step includes the start of the workers, so it is not measured. */
  private first = true;

  constructor(nowMs: number) {
    this.lastMs = nowMs;
  }

  /** Records a step. Returns the samples per second of this step. */
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

  /** Samples per second over the last WINDOW_STEPS steps, 0 before the second step. */
  get current(): number {
    const ms = this.recent.reduce((sum, step) => sum + step.ms, 0);
    return ms === 0 ? 0 : (this.recent.reduce((sum, step) => sum + step.samples, 0) / ms) * 1000;
  }

  /** Samples per second over all steps except the first, 0 before the second step. */
  get average(): number {
    return this.trainedMs === 0 ? 0 : (this.trainedSamples / this.trainedMs) * 1000;
  }
}
