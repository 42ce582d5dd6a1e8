/** Measures how steps per second grow with workers whose computing uses no processor time, and what limits them. */
import { stopSignal } from '@lockstep/cli';
import { runBenchmark } from './benchmark.js';
import { disturbance } from './emulated/disturbance.js';
import { runEmulated } from './emulated/run.js';
import { machine } from './environment.js';
import { expectedMs, megabytes, stepsInTime, unfit } from './exchange/cases.js';
import { percent, print } from './print.js';
import { COMMAND_LINE, type ScaleBenchConfig } from './scale.config.js';
import { modelResult, pointResult, type ScalePoint, type ScaleSizes } from './scale-result.js';

const WARM_UP = 5;

async function measure(config: ScaleBenchConfig): Promise<object> {
  const signal = stopSignal();
  const sizes = { computeMs: config.computeMs, batch: config.batch, cores: machine().cores };
  const { points, leftOut } = pointsOf(config);
  leftOut.forEach(print);
  for (let round = 1; round <= config.rounds; round++) {
    for (const point of points) {
      point.rounds.push(await measurePoint(config, point, signal));
      print(`round ${round}: ${pointLine(point, sizes)}`);
    }
  }
  const model = modelResult(points, sizes);
  if (model) printModel(model);
  const results = points.map((point) => pointResult(point, sizes));
  const disturbed = disturbance(results.map(({ busy_with_others: others }) => others.median));
  if (disturbed !== undefined) print(disturbed);
  return { left_out: leftOut, points: results, model };
}

function pointLine(point: ScalePoint, sizes: ScaleSizes): string {
  const { step_ms: step, images_per_second: images, busy, saturated } = pointResult(point, sizes);
  const shares = `coordinator ${percent(busy.coordinator)}, NATS ${percent(busy.nats)} of a core, machine ${percent(busy.machine)}`;
  const limit = saturated === null ? '' : `: the ${saturated} is saturated`;
  const what = `${megabytes(point.parameters)} MB, ${point.workers} worker(s)`;
  return `${what}: ${step.median.toFixed(2)} ms a step, ${images.toFixed(0)} images/s; ${shares}${limit}`;
}

function pointsOf(config: ScaleBenchConfig): { points: ScalePoint[]; leftOut: string[] } {
  const points: ScalePoint[] = [];
  const leftOut: string[] = [];
  for (const parameters of config.parameters) {
    for (const workers of config.workers) {
      const stepMs = config.computeMs / workers + expectedMs(workers, parameters);
      const size = { workers, parameters, withPeer: false };
      const problem = unfit(size, { what: 'a step', ms: stepMs, longest: config.longest });
      if (problem !== undefined) leftOut.push(problem);
      else points.push({ workers, parameters, steps: stepsInTime(config, stepMs), rounds: [] });
    }
  }
  return { points, leftOut };
}

async function measurePoint({ computeMs, batch }: ScaleBenchConfig, point: ScalePoint, signal: AbortSignal) {
  const { workers, parameters: parameterCount, steps } = point;
  const model = { parameterCount, wireDtype: 'f32' as const };
  const plan = { run: 'scale', workers, ...model, computeMs: computeMs / workers, batch, warmUp: WARM_UP, steps };
  return runEmulated(plan, signal);
}

function printModel(model: NonNullable<ReturnType<typeof modelResult>>): void {
  const { fixed_ms: fixed, ns_per_worker_byte: perWorker, ns_per_byte: perByte, relative_error: error } = model;
  print(`step = compute / W + ${fixed} ms + ${perWorker} ns · W · bytes + ${perByte} ns · bytes`);
  print(`  off by ${percent(error.median)} in the median, by ${percent(error.max)} at most`);
  for (const { parameters, workers, gigabits_per_second: gigabits, step_ms: step, speed_up: times } of model.expected) {
    print(
      `  ${megabytes(parameters)} MB, W = ${workers}, ${gigabits} Gbit/s: ${step.toFixed(1)} ms a step, ${times.toFixed(1)} × one worker`,
    );
  }
}

runBenchmark('scale', COMMAND_LINE, measure);
