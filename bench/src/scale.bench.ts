/** How steps per second grow with workers whose computing costs no processor time, and what is in the way. */
import { freemem } from 'node:os';
import { readOptions, runProgram, stopSignal } from '@lockstep/cli';
import { disturbance } from './emulated/disturbance.js';
import { runEmulated } from './emulated/run.js';
import { machine } from './environment.js';
import { expectedMs, megabytes, memoryBytes } from './exchange/cases.js';
import { COMMAND_LINE, type ScaleBenchConfig } from './scale.config.js';
import { modelResult, pointResult, type ScalePoint } from './scale-result.js';
import { percent, say } from './say.js';

const WARM_UP = 5;
const LEAST_STEPS = 3;

async function main(): Promise<number> {
  const options = readOptions(COMMAND_LINE, process.argv.slice(2), process.env, process.cwd());
  if (!options) return 0;
  const config = options.values;
  const signal = stopSignal();
  const about = machine();
  const sizes = { computeMs: config.computeMs, batch: config.batch, cores: about.cores };
  const { points, leftOut } = pointsOf(config);
  leftOut.forEach(say);
  for (let round = 1; round <= config.rounds; round++) {
    for (const point of points) {
      point.rounds.push(await measure(config, point, signal));
      const { step_ms: step, images_per_second: images, busy, saturated } = pointResult(point, sizes);
      const shares = `coordinator ${percent(busy.coordinator)}, NATS ${percent(busy.nats)} of a core, machine ${percent(busy.machine)}`;
      const limit = saturated === null ? '' : `: the ${saturated} is saturated`;
      const what = `${megabytes(point.parameters)} MB, ${point.workers} worker(s)`;
      say(
        `round ${round}: ${what}: ${step.median.toFixed(2)} ms a step, ${images.toFixed(0)} images/s; ${shares}${limit}`,
      );
    }
  }
  const model = modelResult(points, sizes);
  if (model) printModel(model);
  const results = points.map((point) => pointResult(point, sizes));
  const disturbed = disturbance(results.map(({ busy_with_others: others }) => others.median));
  if (disturbed !== undefined) say(disturbed);
  say(JSON.stringify({ benchmark: 'scale', machine: about, config, left_out: leftOut, points: results, model }));
  return 0;
}

function pointsOf(config: ScaleBenchConfig): { points: ScalePoint[]; leftOut: string[] } {
  const points: ScalePoint[] = [];
  const leftOut: string[] = [];
  for (const parameters of config.parameters) {
    for (const workers of config.workers) {
      const stepMs = config.computeMs / workers + expectedMs(workers, parameters);
      const what = `${megabytes(parameters)} MB with ${workers} worker(s) are left out`;
      const needed = memoryBytes(workers, parameters, false);
      if (needed > freemem() / 2) {
        leftOut.push(`${what}: they take about ${(needed / 1e9).toFixed(1)} GB; use a machine with more memory`);
      } else if (stepMs > config.longest * 1000) {
        leftOut.push(`${what}: a step takes about ${(stepMs / 1000).toFixed(1)} s; give a larger --longest`);
      } else {
        const steps = Math.max(LEAST_STEPS, Math.min(config.steps, Math.floor((config.seconds * 1000) / stepMs)));
        points.push({ workers, parameters, steps, rounds: [] });
      }
    }
  }
  return { points, leftOut };
}

async function measure({ computeMs, batch }: ScaleBenchConfig, point: ScalePoint, signal: AbortSignal) {
  const { workers, parameters: parameterCount, steps } = point;
  const model = { parameterCount, wireDtype: 'f32' as const };
  const plan = { run: 'scale', workers, ...model, computeMs: computeMs / workers, batch, warmUp: WARM_UP, steps };
  return runEmulated(plan, signal);
}

function printModel(model: NonNullable<ReturnType<typeof modelResult>>): void {
  const { fixed_ms: fixed, ns_per_worker_byte: perWorker, ns_per_byte: perByte, relative_error: error } = model;
  say(`step = compute / W + ${fixed} ms + ${perWorker} ns · W · bytes + ${perByte} ns · bytes`);
  say(`  off by ${percent(error.median)} in the median, by ${percent(error.max)} at most`);
  for (const { parameters, workers, gigabits_per_second: gigabits, step_ms: step, speed_up: times } of model.expected) {
    say(
      `  ${megabytes(parameters)} MB, W = ${workers}, ${gigabits} Gbit/s: ${step.toFixed(1)} ms a step, ${times.toFixed(1)} × one worker`,
    );
  }
}

void runProgram(main);
