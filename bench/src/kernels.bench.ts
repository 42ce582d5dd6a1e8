/**
 * Measures where the time of one training step goes, kernel by kernel.
 *
 * Steps with and without tracing alternate, so that the sum of the table can be compared with an untraced step.
 */
import { fillUniform, Purpose } from '@lockstep/data';
import { BASIC_UNET, IMAGE_PIXELS, UNetComputer, type TrainingBatch } from '@lockstep/model';
import { loadTensorFlow } from '@lockstep/tensorflow';
import { runBenchmark } from './benchmark.js';
import { COMMAND_LINE, type KernelsBenchConfig } from './kernels.config.js';
import { profileOf, type ProfileRow } from './kernels.profile.js';
import { traced, type Trace } from './kernels.trace.js';
import { percent, print } from './print.js';
import { median, rounded } from './statistics.js';

/** Rows with a smaller share of a step are in the JSON only. */
const SHOWN_SHARE = 0.005;

function measure(config: KernelsBenchConfig): object {
  const { tf, device } = loadTensorFlow({ threads: config.threads });
  const computer = new UNetComputer(tf);
  computer.setWeights(BASIC_UNET.initialWeights(0));
  const batch = batchOf(config.images);
  const gradient = new Float32Array(BASIC_UNET.count);
  const step = (): void => void computer.gradient(batch, gradient);
  for (let count = 0; count < config.warmUp; count++) step();

  const forward = traced(tf, () => computer.predict(batch.noised, batch.size));
  const untracedMs: number[] = [];
  const traces: Trace[] = [];
  for (let count = 0; count < config.steps; count++) {
    const begin = performance.now();
    step();
    untracedMs.push(performance.now() - begin);
    traces.push(traced(tf, step));
  }
  const rows = profileOf(traces, forward.calls.filter(({ kind }) => kind === 'kernel').length);
  rows.filter(({ share }) => share >= SHOWN_SHARE).forEach((row) => print(lineOf(row)));
  const [stepMs, tracedMs] = [median(untracedMs), median(traces.map(({ totalMs }) => totalMs))];
  print(`a step: ${stepMs.toFixed(2)} ms, traced ${tracedMs.toFixed(2)} ms, of ${config.images} images`);
  return {
    tensorflow: device,
    images_per_second: rounded((1000 * config.images) / stepMs),
    step_ms: { median: rounded(stepMs), min: rounded(Math.min(...untracedMs)) },
    traced_step_ms: rounded(tracedMs),
    phases_ms: Object.fromEntries(
      (['forward', 'backward', 'beside'] as const).map((phase) => [phase, rounded(sumOf(rows, phase))]),
    ),
    kernels: rows,
  };
}

/** A batch of noise, because the time of kernels does not depend on values. */
function batchOf(size: number): TrainingBatch {
  const [clean, noised] = [new Float32Array(size * IMAGE_PIXELS), new Float32Array(size * IMAGE_PIXELS)];
  fillUniform(clean, 0, Purpose.probe, size, 0);
  fillUniform(noised, 0, Purpose.probe, size, 1);
  return { size, clean, noised };
}

function sumOf(rows: readonly ProfileRow[], phase: ProfileRow['phase']): number {
  return rows.reduce((sum, row) => sum + (row.phase === phase ? row.ms : 0), 0);
}

function lineOf({ phase, name, calls, ms, share }: ProfileRow): string {
  return `${phase.padEnd(9)}${ms.toFixed(3).padStart(8)} ms ${percent(share).padStart(7)} ${String(calls).padStart(4)} x ${name}`;
}

runBenchmark('kernels', COMMAND_LINE, measure);
