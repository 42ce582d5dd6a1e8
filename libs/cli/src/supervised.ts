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
  /** The child has been told to die: its end says nothing about its health. */
  private killed = false;

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

  /** The child, unless it has ended or is about to. */
  get living(): Child | undefined {
    return this.child?.running && !this.killed ? this.child : undefined;
  }

  /** Ends the child by force. It is started again at once, and its end is no failure of its own. */
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
