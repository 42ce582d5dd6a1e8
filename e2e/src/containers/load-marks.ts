/** The records of one run's emulated workers (bench/src/emulated/load-record.ts), merged step by step. */
import type { Container } from './container.js';

interface Mark {
  beginMs: number;
  endMs: number;
  shards: number;
}

interface Incident {
  version: number;
  what: string;
}

interface LoadLine {
  marks: [version: number, beginMs: number, endMs: number, shards: number][];
  troubles: Incident[];
  repeats: Incident[];
}

/** The counted steps: those computed with the weights from version `from` up to, but not including, `to`. */
export interface Span {
  from: number;
  to: number;
}

export class LoadMarks {
  /** The marks of all workers, by version. */
  private readonly steps = new Map<number, Mark[]>();
  private readonly incidents: Record<'troubles' | 'repeats', Incident[]> = { troubles: [], repeats: [] };

  constructor(private readonly workers: readonly Container[]) {
    for (const { name, lines } of workers) {
      for (const { fields } of lines) if (fields['type'] === 'load') this.add(name, fields as unknown as LoadLine);
    }
  }

  stepsPerSecond({ from, to }: Span): number {
    return ((to - from) * 1000) / (this.first(to) - this.first(from));
  }

  /**
   * For each step the time between the end of its computation by the last worker and the start of the next step's computation by the
   * last worker, as in `bench:exchange`. Steps without one of the workers are left out.
   */
  exchangesMs({ from, to }: Span): number[] {
    const exchanges: number[] = [];
    for (let version = from; version < to; version++) {
      const [before, after] = [this.of(version), this.of(version + 1)];
      if (before.length < this.workers.length || after.length < this.workers.length) continue;
      exchanges.push(Math.max(...after.map(({ beginMs }) => beginMs)) - Math.max(...before.map(({ endMs }) => endMs)));
    }
    return exchanges;
  }

  /**
   * Late or refused work: a refusal of any code (STALE for the gradient sum of a finished step), a revoked shard, and a shard that two
   * workers computed.
   */
  troubles(span: Span, shards: number): string[] {
    const troubles = within(span, this.incidents.troubles);
    for (let version = span.from; version < span.to; version++) {
      const computed = this.of(version).reduce((sum, mark) => sum + mark.shards, 0);
      if (computed !== shards) troubles.push(`version ${version}: ${computed} shards were computed, not ${shards}`);
    }
    return troubles;
  }

  /**
   * Messages that were sent or requested again after 300 or 500 ms. On a busy machine the first message was late. A message that is
   * lost each time would be repeated in every step.
   */
  repeats(span: Span): string[] {
    return within(span, this.incidents.repeats);
  }

  private add(name: string, { marks, ...said }: LoadLine): void {
    for (const [version, beginMs, endMs, shards] of marks) {
      this.steps.set(version, [...this.of(version), { beginMs, endMs, shards }]);
    }
    for (const kind of ['troubles', 'repeats'] as const) {
      this.incidents[kind].push(...said[kind].map(({ version, what }) => ({ version, what: `${name}: ${what}` })));
    }
  }

  private of(version: number): readonly Mark[] {
    return this.steps.get(version) ?? [];
  }

  private first(version: number): number {
    return Math.min(...this.of(version).map(({ beginMs }) => beginMs));
  }
}

function within({ from, to }: Span, incidents: readonly Incident[]): string[] {
  const counted = incidents.filter(({ version }) => version >= from && version < to);
  return counted.map(({ version, what }) => `version ${version}: ${what}`);
}
