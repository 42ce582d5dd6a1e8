/** The output files of a run: metrics.jsonl with one line per step, and summary.json at the end. */
import { createWriteStream, type WriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { writeFileAtomic } from '@lockstep/checkpoint';
import type { StepRecord } from '@lockstep/cluster';
import type { AuditSummary } from './audit.js';
import type { ChaosSummary } from '../local/chaos/ledger.js';

/* eslint-disable lockstep/engine-words -- the earlier name of samples_per_second, kept as an alias in this release */
export interface Speed {
  samples_per_second: number;
  /** Equal to samples_per_second. */
  images_per_second: number;
}

export function speedOf(samplesPerSecond: number): Speed {
  return { samples_per_second: samplesPerSecond, images_per_second: samplesPerSecond };
}
/* eslint-enable lockstep/engine-words */

export interface Summary extends Speed {
  run: string;
  dataset: string;
  seed: number;
  steps: number;
  epoch_losses: number[];
  workers: number;
  fingerprint: string;
  mixed_numerics: boolean;
  weights_sha256: string;
  test_loss: number;
  /** Present in a run with --audit. */
  audit?: AuditSummary;
  /** Present in a run with --chaos. */
  chaos?: ChaosSummary;
}

export class Metrics {
  private constructor(private readonly stream: WriteStream) {}

  /**
   * Opens metrics.jsonl and removes the lines of steps after `keepSteps`, whose updates a crash has undone.
   * @param onError called when a line cannot be written
   */
  static async open(path: string, keepSteps: number, onError: (error: Error) => void): Promise<Metrics> {
    const text = await readFile(path, 'utf8').catch(() => '');
    const kept = text.split('\n').filter((line) => stepOf(line) <= keepSteps);
    await writeFileAtomic(path, kept.map((line) => `${line}\n`).join(''));
    const stream = createWriteStream(path, { flags: 'a' });
    stream.on('error', onError);
    return new Metrics(stream);
  }

  write(record: StepRecord, samplesPerSecond: number): void {
    const workers = Object.entries(record.workers).map(([id, { computeMs, wireMs, waitMs }]) => {
      return [id, { compute_ms: rounded(computeMs), wire_ms: rounded(wireMs), wait_ms: rounded(waitMs) }];
    });
    const line = {
      step: record.step,
      epoch: record.epoch,
      loss: record.loss,
      ...speedOf(rounded(samplesPerSecond)),
      workers: Object.fromEntries(workers) as Record<string, unknown>,
    };
    this.stream.write(`${JSON.stringify(line)}\n`);
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.stream.once('error', () => resolve());
      this.stream.end(() => resolve());
    });
  }
}

/** Returns the step of a line, or Infinity for a truncated line. */
function stepOf(line: string): number {
  try {
    const { step } = JSON.parse(line) as { step?: unknown };
    return typeof step === 'number' ? step : Infinity;
  } catch {
    return Infinity;
  }
}

/** Rounds to three decimals. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

export async function writeSummary(path: string, summary: Summary): Promise<void> {
  await writeFileAtomic(path, `${JSON.stringify(summary, null, 2)}\n`);
}
