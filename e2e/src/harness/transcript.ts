/** What a program says, line by line, and waiting for it to say something. */
import { setTimeout as sleep } from 'node:timers/promises';

/** On a loaded machine TensorFlow alone takes many seconds to start. */
export const PATIENCE_MS = 90_000;

/** One line that a program wrote; `fields` of a line of JSON, and what it says in words. */
export interface Line {
  text: string;
  message: string;
  fields: Readonly<Record<string, unknown>>;
  /** When it came, by this process's monotonic clock. */
  atMs: number;
}

export abstract class Transcript {
  readonly lines: Line[] = [];
  private watchers: (() => void)[] = [];

  constructor(readonly name: string) {}

  /** How the program ended; undefined while it runs. */
  protected abstract endedAs(): string | undefined;

  /** Everything that it wrote, for messages of failed tests. */
  get output(): string {
    return this.lines.map(({ text }) => text).join('\n');
  }

  /** The first line, from number `from` on, for which `accepts` holds. @throws Error when the process ends or is silent for too long */
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

  /** A log line whose sentence matches. */
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
