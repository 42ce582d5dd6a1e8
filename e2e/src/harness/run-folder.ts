/** Reads the files that a run writes into its folder. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Summary {
  run: string;
  dataset: string;
  seed: number;
  steps: number;
  epoch_losses: number[];
  samples_per_second: number;
  images_per_second: number;
  workers: number;
  fingerprint: string;
  weights_sha256: string;
  test_loss: number;
}

export interface MetricsLine {
  step: number;
  epoch: number;
  loss: number;
  samples_per_second: number;
  images_per_second: number;
  workers: Record<string, { compute_ms: number; wire_ms: number; wait_ms: number }>;
}

export function summaryOf(out: string): Summary {
  return JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8')) as Summary;
}

export function metricsOf(out: string): MetricsLine[] {
  const lines = readFileSync(join(out, 'metrics.jsonl'), 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as MetricsLine);
}

/** Names of the checkpoints, from the oldest to the newest. */
export function checkpointsOf(out: string): string[] {
  return readdirSync(join(out, 'checkpoints')).sort();
}

/** The files of a checkpoint, by name. */
export function checkpointFiles(out: string, name: string): Map<string, Uint8Array> {
  const dir = join(out, 'checkpoints', name);
  return new Map(readdirSync(dir).map((file) => [file, readFileSync(join(dir, file))]));
}
