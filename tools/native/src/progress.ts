/** Progress of long operations: one updated line on a terminal, and a line every ten seconds elsewhere. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Progress in bytes. Without it only the elapsed time is shown. */
export interface Extent {
  doneBytes: () => number;
  totalBytes?: number;
}

export interface Reporter {
  /** Prints one line. */
  say(line: string): void;
  /** Shows the progress of `work` until it ends, and returns its result. */
  during<T>(label: string, work: () => Promise<T>, extent?: Extent): Promise<T>;
}

const TERMINAL_INTERVAL_MS = 250;
const PLAIN_INTERVAL_MS = 10_000;

export class ConsoleReporter implements Reporter {
  readonly #output: Output;

  constructor(output: Output = process.stderr) {
    this.#output = output;
  }

  say(line: string): void {
    this.#output.write(`${line}\n`);
  }

  async during<T>(label: string, work: () => Promise<T>, extent?: Extent): Promise<T> {
    const startMs = performance.now();
    const terminal = this.#output.isTTY === true;
    const line = (): string => `${label}: ${progressText(performance.now() - startMs, extent)}`;
    if (!terminal) this.say(`${label} …`);
    const show = (): unknown => this.#output.write(terminal ? `\r\x1b[K${line()}` : `${line()}\n`);
    const timer = setInterval(show, terminal ? TERMINAL_INTERVAL_MS : PLAIN_INTERVAL_MS);
    try {
      return await work();
    } finally {
      clearInterval(timer);
      if (terminal) this.#output.write('\r\x1b[K');
    }
  }
}

/** For example `120 of 274 MB, 14 s`, or `14 s` without an extent. */
export function progressText(elapsedMs: number, extent?: Extent): string {
  const elapsed = `${Math.round(elapsedMs / 1000)} s`;
  if (!extent) return elapsed;
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0);
  const total = extent.totalBytes === undefined ? '' : `of ${megabytes(extent.totalBytes)} `;
  return `${megabytes(extent.doneBytes())} ${total}MB, ${elapsed}`;
}

/** Sum of the sizes of all files under a folder. Files may appear and disappear during the call. */
export function folderBytes(folder: string): number {
  let bytes = 0;
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) bytes += folderBytes(path);
      else if (entry.isFile()) bytes += statSync(path).size;
    }
  } catch {
    return bytes;
  }
  return bytes;
}
