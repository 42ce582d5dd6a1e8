/** What the emulated workers of one run have said (bench/src/emulated/load-record.ts), put together step by step. */
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

/** The steps that count: those computed with the weights from `from` on, up to but not with `to`. */
export interface Span {
  from: number;
  to: number;
}

export class LoadMarks {
  /** Of each version what each worker did. */
  private readonly steps = new Map<number, Mark[]>();
  private readonly said: Record<'troubles' | 'repeats', Incident[]> = { troubles: [], repeats: [] };

  constructor(private readonly workers: readonly Container[]) {
    for (const { name, lines } of workers) {
      for (const { fields } of lines) if (fields['type'] === 'load') this.add(name, fields as unknown as LoadLine);
    }
  }

  stepsPerSecond({ from, to }: Span): number {
    return ((to - from) * 1000) / (this.first(to) - this.first(from));
  }

  /**
   * Of each step the time from when the last worker has computed until the last one begins to compute the next, in which all
   * that is not computing happens, as in `bench:exchange`. Steps in which not all workers took part are left out.
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
   * Every sign of work that came late or was refused: a refusal of any code (STALE is what a partial gets whose step is done), a
   * shard that was taken back, and one that two have computed.
   */
  troubles(span: Span, shards: number): string[] {
    const troubles = within(span, this.said.troubles);
    for (let version = span.from; version < span.to; version++) {
      const computed = this.of(version).reduce((sum, mark) => sum + mark.shards, 0);
      if (computed !== shards) troubles.push(`version ${version}: ${computed} shards were computed, not ${shards}`);
    }
    return troubles;
  }

  /**
   * What was sent or asked for again, since 300 or 500 ms had brought nothing: on a machine that does other work this is a
   * message that takes its time; one that never comes is asked for again in every step.
   */
  repeats(span: Span): string[] {
    return within(span, this.said.repeats);
  }

  private add(name: string, { marks, ...said }: LoadLine): void {
    for (const [version, beginMs, endMs, shards] of marks) {
      this.steps.set(version, [...this.of(version), { beginMs, endMs, shards }]);
    }
    for (const kind of ['troubles', 'repeats'] as const) {
      this.said[kind].push(...said[kind].map(({ version, what }) => ({ version, what: `${name}: ${what}` })));
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
