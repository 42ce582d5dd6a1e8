/** Telling the user what a long step does: one updating line on a terminal, a plain line now and then elsewhere. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** How far a step is, in bytes; without it only the elapsed time is shown. */
export interface Extent {
  doneBytes: () => number;
  totalBytes?: number;
}

export interface Reporter {
  /** One finished line. */
  say(line: string): void;
  /** Shows that `label` is under way until `work` ends, and passes its result on. */
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

/** For example `120 of 274 MB, 14 s`, or `14 s` when nothing can be measured. */
export function progressText(elapsedMs: number, extent?: Extent): string {
  const elapsed = `${Math.round(elapsedMs / 1000)} s`;
  if (!extent) return elapsed;
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0);
  const total = extent.totalBytes === undefined ? '' : `of ${megabytes(extent.totalBytes)} `;
  return `${megabytes(extent.doneBytes())} ${total}MB, ${elapsed}`;
}

/** Sum of the sizes of all files under a folder that others are writing to: what vanishes meanwhile counts as nothing. */
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
