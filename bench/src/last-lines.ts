/** The last lines that a program wrote, for when it fails. */
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

const KEPT_LINES = 20;

export class LastLines {
  readonly lines: string[] = [];

  /** Reads a stream line by line from now on. */
  follow(stream: Readable | null, onLine: (line: string) => void = () => undefined): void {
    if (!stream) return;
    createInterface({ input: stream }).on('line', (line) => {
      this.lines.push(line);
      if (this.lines.length > KEPT_LINES) this.lines.shift();
      onLine(line);
    });
  }
}
