import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rate, readMetrics, summarise } from './metrics.js';

/** A step of 100 samples that took `ms`, of which its two workers computed for `a` and `b`. */
function line(step: number, ms: number, a: number, b: number) {
  const times = { wire_ms: 5, wait_ms: 1 };
  return {
    step,
    loss: 0.1,
    samples_per_second: 100_000 / ms,
    workers: { a: { compute_ms: a, ...times }, b: { compute_ms: b, ...times } },
  };
}

describe('the measured steps', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'lockstep-metrics-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  it('are those after the warm-up up to the last one', async () => {
    const path = join(dir, 'metrics.jsonl');
    const lines = [1, 2, 3, 4, 5].map((step) => `${JSON.stringify(line(step, 100, 50, 60))}\n`);
    await writeFile(path, lines.join(''));
    expect((await readMetrics(path, 2, 4)).map(({ step }) => step)).toEqual([3, 4]);
  });

  it('have the weight of their duration', () => {
    expect(rate([100, 300], 100)).toBeCloseTo(500);
  });

  it('have as overhead the time beyond the slowest worker', () => {
    const summary = summarise([line(1, 100, 50, 60), line(2, 100, 90, 40), line(3, 100, 80, 70)], 100);
    expect(summary.overheadMs).toBeCloseTo(20);
    expect(summary.computeMs).toBeCloseTo(65);
    expect(summary.imagesPerSecond).toBeCloseTo(1000);
  });
});
