/** The output of a program line by line, and waiting for a line. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Enough for TensorFlow to start on a busy machine. */
export const PATIENCE_MS = 90_000;

/** One line of output: its fields if it is JSON, and its message, which is the field `msg` or else the text. */
export interface Line {
  text: string;
  message: string;
  fields: Readonly<Record<string, unknown>>;
  /** Time of arrival, by this process's monotonic clock. */
  atMs: number;
}

export abstract class Transcript {
  readonly lines: Line[] = [];
  private watchers: (() => void)[] = [];

  constructor(readonly name: string) {}

  /** How the program ended, for people. Undefined while it runs. */
  protected abstract endedAs(): string | undefined;

  /** The whole output, for messages of failed tests. */
  get output(): string {
    return this.lines.map(({ text }) => text).join('\n');
  }

  /** Waits for the first line from index `from` on that `accepts` accepts. @throws Error when the program ends or after PATIENCE_MS */
  async line(what: string, accepts: (line: Line) => boolean, from = 0): Promise<Line> {
    let next = from;
    return this.until(`a line with ${what}`, () => {
      while (next < this.lines.length) {
        const line = this.lines[next++]!;
        if (accepts(line)) return line;
      }
      return undefined;
    });
  }

  /** Waits for a line whose message matches. */
  async said(pattern: RegExp, from = 0): Promise<RegExpExecArray> {
    const line = await this.line(String(pattern), ({ message }) => pattern.test(message), from);
    return pattern.exec(line.message)!;
  }

  has(pattern: RegExp): boolean {
    return this.lines.some(({ message }) => pattern.test(message));
  }

  private async until<T>(what: string, find: () => T | undefined): Promise<T> {
    const deadlineMs = performance.now() + PATIENCE_MS;
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      const ended = this.endedAs();
      if (ended !== undefined)
        throw new Error(`${this.name} ended (${ended}) before ${what}. It said:\n${this.output}`);
      if (performance.now() > deadlineMs)
        throw new Error(`${this.name}: ${what} did not come. It said:\n${this.output}`);
      await Promise.race([
        new Promise<void>((resolve) => this.watchers.push(resolve)),
        sleep(1000, undefined, { ref: false }),
      ]);
    }
  }

  protected note(text: string): void {
    const fields = parsed(text);
    const message = typeof fields['msg'] === 'string' ? fields['msg'] : text;
    this.lines.push({ text, fields, message, atMs: performance.now() });
    this.wake();
  }

  protected wake(): void {
    const watchers = this.watchers;
    this.watchers = [];
    for (const wake of watchers) wake();
  }
}

function parsed(text: string): Record<string, unknown> {
  if (!text.startsWith('{')) return {};
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
