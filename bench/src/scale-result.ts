/** The result of `bench:scale`: measured points, what saturates, the cost model and its estimates of clusters. */
import type { EmulatedRun } from './emulated/run.js';
import { fitCostModel, predictOnNetworkMs, predictStepMs, type CostModel, type Point } from './scale-model.js';
import { median, rounded, series } from './statistics.js';

export interface ScalePoint {
  workers: number;
  parameters: number;
  rounds: EmulatedRun[];
  steps: number;
}

export interface ScaleSizes {
  computeMs: number;
  batch: number;
  cores: number;
}

/** Share of the time. A thread or a machine that is busier than this is saturated, because computing only waits here. */
const SATURATED = 0.85;
const NS_PER_MS = 1e6;
const NETWORKS_GBITS = [1, 10, 100];
const CLUSTERS = [8, 64];

export function pointResult(point: ScalePoint, { computeMs, batch, cores }: ScaleSizes) {
  const { workers, parameters, rounds, steps } = point;
  const stepMs = series(rounds.map(({ spanMs }) => spanMs / steps));
  const cpu = cpuOf(rounds);
  const busy = {
    coordinator: cpu.coordinator / stepMs.median,
    nats: cpu.nats / stepMs.median,
    machine: (cpu.coordinator + cpu.nats + cpu.workers) / stepMs.median / cores,
  };
  return {
    workers,
    parameters,
    step_ms: stepMs,
    overhead_ms: rounded(stepMs.median - computeMs / workers),
    steps_per_second: rounded(1000 / stepMs.median),
    images_per_second: rounded((1000 * batch) / stepMs.median),
    cpu_ms_per_step: {
      coordinator: rounded(cpu.coordinator),
      nats: rounded(cpu.nats),
      workers: rounded(cpu.workers),
    },
    /** Shares of one core, and of all cores. */
    busy: { coordinator: rounded(busy.coordinator), nats: rounded(busy.nats), machine: rounded(busy.machine) },
    busy_with_others: series(rounds.map(({ othersShare }) => othersShare)),
    saturated: saturated(busy),
  };
}

function saturated({ coordinator, machine }: { coordinator: number; machine: number }): string | null {
  if (coordinator > SATURATED) return 'coordinator';
  return machine > SATURATED ? 'machine' : null;
}

function cpuOf(rounds: readonly EmulatedRun[]) {
  const mid = (role: 'coordinator' | 'nats' | 'workers') => {
    return median(rounds.map(({ cpuMsPerStep }) => cpuMsPerStep[role]));
  };
  return { coordinator: mid('coordinator'), nats: mid('nats'), workers: mid('workers') };
}

export function modelResult(points: readonly ScalePoint[], { computeMs }: ScaleSizes) {
  const fitted = points.map(({ workers, parameters, rounds, steps }): Point => {
    const stepMs = median(rounds.map(({ spanMs }) => spanMs / steps));
    return { workers, bytes: bytesOf(parameters), computeMs, stepMs };
  });
  if (fitted.length < 3) return undefined;
  const model = fitCostModel(fitted);
  const errors = fitted.map((point) => Math.abs(predictStepMs(model, point) / point.stepMs - 1));
  const hub = hubNsPerWorkerByte(points);
  const sizes = [...new Set(points.map(({ parameters }) => parameters))];
  return {
    fixed_ms: rounded(model.fixedMs),
    ns_per_worker_byte: rounded(model.nsPerWorkerByte),
    ns_per_byte: rounded(model.nsPerByte),
    hub_ns_per_worker_byte: rounded(hub),
    relative_error: { median: rounded(median(errors)), max: rounded(Math.max(...errors)) },
    expected: sizes.flatMap((parameters) => expectedOf(model, hub, parameters, computeMs)),
  };
}

/** Processor time of coordinator and server per worker and byte: the slope over all points, by least squares with a constant. */
function hubNsPerWorkerByte(points: readonly ScalePoint[]): number {
  const hub = fitCostModel(
    points.map(({ workers, parameters, rounds }) => {
      const { coordinator, nats } = cpuOf(rounds);
      // /proc counts in steps of 10 ms, so a measurement may be 0.
      return { workers, bytes: bytesOf(parameters), computeMs: 0, stepMs: Math.max(coordinator + nats, 0.01) };
    }),
  );
  return hub.nsPerWorkerByte;
}

function expectedOf(model: CostModel, hub: number, parameters: number, computeMs: number) {
  const bytes = bytesOf(parameters);
  return CLUSTERS.flatMap((workers) => {
    return NETWORKS_GBITS.map((gigabits) => {
      const stepMs = predictOnNetworkMs(model, hub, gigabits, { workers, bytes, computeMs });
      const alone = computeMs + model.fixedMs + (model.nsPerByte * bytes) / NS_PER_MS;
      const speedUp = rounded(alone / stepMs);
      return { parameters, workers, gigabits_per_second: gigabits, step_ms: rounded(stepMs), speed_up: speedUp };
    });
  });
}

function bytesOf(parameters: number): number {
  return parameters * Float32Array.BYTES_PER_ELEMENT;
}
