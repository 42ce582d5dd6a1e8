/** Restarts child processes. */
import { ENDED_WELL, type Child } from './children.js';

const FIRST_PAUSE_MS = 500;
/** Consecutive failures after which a child is not restarted. The count starts again after a child has run for HEALTHY_AFTER_MS. */
export const MAX_FAILURES = 4;
const HEALTHY_AFTER_MS = 30_000;

/** A child process that is restarted when it fails, after a pause that doubles with each consecutive failure. */
export class Supervised {
  private child: Child | undefined;
  private failures = 0;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  /** True after {@link kill}: the end of the child does not count as a failure. */
  private killed = false;

  constructor(
    private readonly start: (onExit: (how: string) => void) => Child,
    private readonly onExit: (how: string, givenUp: boolean) => void,
    /** Called when the child ended with exit code 0. It is not restarted. */
    private readonly onEndedWell: () => void = () => undefined,
  ) {
    this.launch();
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** The child, or undefined when it has ended or {@link kill} has been called. */
  get living(): Child | undefined {
    return this.child?.running && !this.killed ? this.child : undefined;
  }

  /** Sends SIGKILL to the child, which is then restarted at once. Returns false when no child is running. */
  kill(): boolean {
    if (!this.living?.signal('SIGKILL')) return false;
    this.killed = true;
    return true;
  }

  private launch(): void {
    const startedMs = performance.now();
    this.killed = false;
    this.child = this.start((how) => {
      if (this.stopped) return;
      if (this.killed) {
        this.onExit(how, false);
        return this.launch();
      }
      if (how === ENDED_WELL) return this.onEndedWell();
      this.failures = performance.now() - startedMs > HEALTHY_AFTER_MS ? 1 : this.failures + 1;
      const givenUp = this.failures >= MAX_FAILURES;
      this.onExit(how, givenUp);
      if (!givenUp) this.timer = setTimeout(() => this.launch(), FIRST_PAUSE_MS * 2 ** (this.failures - 1));
    });
  }

  async stop(graceMs: number): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.child?.stop(graceMs);
  }
}
