/** Faults that last: a paused child, or a slow child, which runs for a tenth of the time. */
import type { Child } from '@lockstep/cli';
import { resumeAtExit } from './resume-at-exit.js';
import type { Fault } from './plan.js';

/** A slow child runs for 10 ms of every 100 ms. */
const RUNNING_MS = 10;
const STOPPED_MS = 90;

export class Harm {
  private timer: NodeJS.Timeout | undefined;
  private over = false;
  private release: () => void = () => undefined;

  /** @param onOver called when the child runs without limits again, or has ended */
  constructor(
    private readonly child: Child,
    private readonly onOver: () => void,
  ) {}

  begin({ kind, durationMs }: Fault): void {
    if (this.child.pid !== undefined) this.release = resumeAtExit(this.child.pid);
    if (kind === 'slow') this.runNowAndThen(performance.now() + durationMs);
    else this.stop(durationMs, () => this.end());
  }

  /** Resumes the child. */
  end(): void {
    if (this.over) return;
    this.over = true;
    clearTimeout(this.timer);
    this.child.signal('SIGCONT');
    this.release();
    this.onOver();
  }

  private runNowAndThen(untilMs: number): void {
    if (performance.now() >= untilMs) return this.end();
    this.stop(STOPPED_MS, () => {
      this.child.signal('SIGCONT');
      this.timer = setTimeout(() => this.runNowAndThen(untilMs), RUNNING_MS);
    });
  }

  private stop(durationMs: number, next: () => void): void {
    // The child has ended.
    if (!this.child.signal('SIGSTOP')) return this.end();
    this.timer = setTimeout(next, durationMs);
  }
}
