/** A coordinator that trains, seen from outside: its committed steps with their times, their workers, and its log. */
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { median } from './statistics.js';
import type { Program } from './program.js';

/** A committed step and the time of arrival of its line. */
export interface Commit {
  step: number;
  atMs: number;
}

export interface LogMessage {
  text: string;
  atMs: number;
}

/** A single epoch, whose end makes the only checkpoint. */
export function trainingOptions(dataDir: string, out: string): string[] {
  return ['--json', '--epochs=1', '--checkpoint-every=1000000000', `--data-dir=${dataDir}`, `--out=${out}`];
}

export class Training {
  readonly commits: Commit[] = [];
  readonly log: LogMessage[] = [];
  private readonly participants: Participants;
  private disturbedAtMs = 0;

  /** @param out folder of the run, which holds its metrics */
  constructor(
    readonly program: Program,
    out: string,
  ) {
    this.participants = new Participants(join(out, 'metrics.jsonl'));
    program.onLine((line, atMs) => {
      const { type, step, msg } = parsed(line);
      if (type === 'step') this.commits.push({ step: Number(step), atMs });
      else if (typeof msg === 'string') this.log.push({ text: msg, atMs });
    });
  }

  get lastStep(): number {
    return this.commits.at(-1)?.step ?? 0;
  }

  /** Attributes everything until now to a fault. */
  disturbed(): void {
    this.disturbedAtMs = performance.now();
  }

  /** Waits for the first log message since `sinceMs` that matches. */
  async logged(pattern: RegExp, sinceMs = 0): Promise<LogMessage & { match: RegExpExecArray }> {
    return this.program.until(`log message ${pattern}`, () => {
      for (const message of this.log) {
        const match = message.atMs >= sinceMs ? pattern.exec(message.text) : null;
        if (match) return { ...message, match };
      }
      return undefined;
    });
  }

  /** Waits for the first `count` commits after a moment. */
  async commitsAfter(atMs: number, count: number): Promise<Commit[]> {
    return this.program.until(`${count} more step(s)`, () => {
      const after = this.commits.filter((commit) => commit.atMs > atMs);
      return after.length >= count ? after.slice(0, count) : undefined;
    });
  }

  /**
   * Waits for `steps` consecutive steps after the last fault, each with `workers` workers.
   * @returns the median time of such a step, or undefined when step `lastStep` comes first
   */
  async undisturbed(steps: number, workers: number, lastStep = Infinity): Promise<number | undefined> {
    const normalMs = await this.program.until(`${steps} steps in a row with ${workers} workers`, () => {
      if (this.lastStep > lastStep) return NaN;
      // The metrics of the latest step may not be on disk yet.
      const recent = this.commits.slice(-steps - 2, -1);
      if (recent.length <= steps || recent[0]!.atMs < this.disturbedAtMs) return undefined;
      this.participants.read();
      if (!recent.slice(1).every(({ step }) => this.participants.of(step) === workers)) return undefined;
      return median(recent.slice(1).map(({ atMs }, i) => atMs - recent[i]!.atMs));
    });
    return Number.isNaN(normalMs) ? undefined : normalMs;
  }
}

/** The number of workers of each step, from the run's metrics. */
class Participants {
  private readonly counts = new Map<number, number>();
  private position = 0;
  private rest = '';

  constructor(private readonly path: string) {}

  of(step: number): number | undefined {
    return this.counts.get(step);
  }

  /** Reads the lines that were written since the last call. */
  read(): void {
    const file = openSync(this.path, 'r');
    const bytes = Buffer.alloc(1 << 16);
    for (;;) {
      const read = readSync(file, bytes, 0, bytes.byteLength, this.position);
      if (read === 0) break;
      this.position += read;
      this.rest += bytes.toString('utf8', 0, read);
    }
    closeSync(file);
    const lines = this.rest.split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) {
      const { step, workers } = parsed(line);
      this.counts.set(Number(step), Object.keys(workers ?? {}).length);
    }
  }
}

/** The fields of a line of JSON; none for any other line. */
export function parsed(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return {};
  }
}
