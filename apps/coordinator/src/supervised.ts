/** Keeps a child process running. */
import { ENDED_WELL, type Child } from './children.js';

const FIRST_PAUSE_MS = 500;
/** Consecutive failures after which a child is given up; one that worked for a while starts counting anew. */
export const MAX_FAILURES = 4;
const HEALTHY_AFTER_MS = 30_000;

/** A child that is started again when it ends, after a pause that doubles each time. */
export class Supervised {
  private child: Child | undefined;
  private failures = 0;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly start: (onExit: (how: string) => void) => Child,
    private readonly onExit: (how: string, givenUp: boolean) => void,
    /** It ended of its own accord, without an error, and is not started again. */
    private readonly onEndedWell: () => void = () => undefined,
  ) {
    this.launch();
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  private launch(): void {
    const startedMs = performance.now();
    this.child = this.start((how) => {
      if (this.stopped) return;
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
