/** One run under load: a coordinator and W workers in containers with emulated computing, and its measurements. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkpointName, MANIFEST_FILE, WEIGHTS_FILE } from '@lockstep/checkpoint';
import { expect } from 'vitest';
import { isStep, ROOT } from '../harness/programs.js';
import type { ContainerCluster } from './cluster.js';
import type { Container } from './container.js';
import { LoadMarks, type Span } from './load-marks.js';
import { step } from './steps.js';
import { coreShare, machineBusyMs, usageOf, type Usage } from './usage.js';

export const SHARDS = 16;
/** One sample for each shard, because the gradients are emulated and their length does not depend on the batch. */
const BATCH = SHARDS;
const WARM_UP_STEPS = 5;
const SAMPLE_EVERY_MS = 1000;
/** The log level of warnings. */
const WARN = 40;

export interface LoadConfig {
  workers: number;
  /** Emulated time of a shard. */
  shardMs: number;
  seconds: number;
  /** Step whose weights are saved and compared with those of other runs. */
  checkStep: number;
  /** Folder of the images, for `--data-dir`. */
  dataDir: string;
}

export interface Measured {
  span: Span;
  marks: LoadMarks;
  /** Measurements within the span, by container. */
  usages: ReadonlyMap<Container, Usage[]>;
  /** Cores that all other processes of this machine used meanwhile, including the engine and this test. */
  othersCores: number;
  coordinator: Container;
  workers: Container[];
  /**
   * Dropped, late and refused messages within the span. NATS drops a message only together with its connection, of which the server
   * (a slow consumer) or a program (it lost the server) warns.
   */
  troubles: string[];
  /** SHA-256 of weights.safetensors after `checkStep` steps. */
  weightsSha256: string;
  /** Losses of all steps, from the first. A loss depends on all weights of its step. */
  losses: number[];
}

export async function runLoad(cluster: ContainerCluster, nats: Container, plan: LoadConfig): Promise<Measured> {
  const coordinator = await startCoordinator(cluster, plan);
  const names = Array.from({ length: plan.workers }, (_, i) => `w${i + 1}`);
  const workers = await Promise.all(names.map((name) => startWorker(cluster, name, plan.shardMs)));
  const all = await coordinator.line(`${plan.workers} workers`, ({ fields }) => fields['workers'] === plan.workers);
  await step(coordinator, Number(all.fields['step']) + WARM_UP_STEPS);

  const everybody = [coordinator, nats, ...workers];
  const linesBefore = new Map(everybody.map((each) => [each, each.lines.length]));
  const from = lastStep(coordinator);
  const weightsSaved = hashOf(coordinator, plan.checkStep);
  const [{ usages, othersCores }, weightsSha256] = await Promise.all([sample(everybody, plan.seconds), weightsSaved]);
  const to = lastStep(coordinator);
  const warnings = everybody.flatMap((each) => warningsOf(each, linesBefore.get(each)!));

  await end(coordinator, workers);
  const span = { from, to };
  const marks = new LoadMarks(workers);
  const troubles = [...marks.troubles(span, SHARDS), ...warnings];
  const losses = coordinator.lines.filter(isStep).map(({ fields }) => Number(fields['loss']));
  return { span, marks, usages, othersCores, coordinator, workers, troubles, weightsSha256, losses };
}

function startCoordinator(cluster: ContainerCluster, { dataDir, checkStep }: LoadConfig): Promise<Container> {
  // The run does not end by itself.
  const size = [`--batch-size=${BATCH}`, `--shards=${SHARDS}`, '--epochs=100000'];
  return cluster.launch({
    image: 'coordinator',
    name: 'coordinator',
    credential: 'coordinator',
    args: ['--data-dir=/dataset', '--out=/data/run', `--checkpoint-every=${checkStep}`, ...size],
    folders: { '/dataset': dataDir },
  });
}

/** Starts bench/src/emulated/load-worker.ts in the worker's image, in which it finds the libraries. */
function startWorker(cluster: ContainerCluster, id: string, shardMs: number): Promise<Container> {
  const program = '/lockstep/bench/dist/emulated/load-worker.js';
  return cluster.launch({
    image: 'worker',
    name: id,
    credential: 'worker-default',
    entrypoint: ['node', '--initial-old-space-size=256', program, String(shardMs)],
    args: [`--id=${id}`],
    folders: { '/lockstep/bench/dist': join(ROOT, 'bench/dist') },
  });
}

function lastStep({ lines }: Container): number {
  return Number(lines.findLast(isStep)?.fields['step']);
}

/** SHA-256 of the weights, from the checkpoint's manifest. A checkpoint is kept until there are three newer ones. */
async function hashOf(coordinator: Container, atStep: number): Promise<string> {
  await coordinator.said(new RegExp(`saved the checkpoint of step ${atStep}\\b`));
  const path = `/data/run/checkpoints/${checkpointName(atStep)}/${MANIFEST_FILE}`;
  const { exitCode, output } = await coordinator.exec('cat', path);
  expect(exitCode, output).toBe(0);
  const { files } = JSON.parse(output) as { files: Record<string, { sha256: string }> };
  return files[WEIGHTS_FILE]!.sha256;
}

async function sample(
  containers: readonly Container[],
  seconds: number,
): Promise<Pick<Measured, 'usages' | 'othersCores'>> {
  const usages = new Map(containers.map((each) => [each, [] as Usage[]]));
  const [startMs, busyMs] = [performance.now(), machineBusyMs()];
  for (;;) {
    await Promise.all(containers.map(async (each) => usages.get(each)!.push(await usageOf(each))));
    const passedMs = performance.now() - startMs;
    if (passedMs >= seconds * 1000) {
      const ours = [...usages.values()].reduce((sum, each) => sum + coreShare(each), 0);
      return { usages, othersCores: (machineBusyMs() - busyMs) / passedMs - ours };
    }
    await sleep(Math.min(SAMPLE_EVERY_MS, seconds * 1000 - passedMs));
  }
}

/**
 * Warnings of Lockstep's programs, such as a late lease, a silent worker, a refusal or a lost connection, and warnings and errors of the
 * NATS server, which disconnects slow consumers.
 */
function warningsOf({ name, lines }: Container, from: number): string[] {
  const bad = lines.slice(from).filter(({ text, fields }) => {
    return Number(fields['level']) >= WARN || /^\[\d+\] .*(\[(WRN|ERR|FTL)\]|Slow Consumer)/.test(text);
  });
  return bad.map(({ message }) => `${name}: ${message}`);
}

/** Stops a run by SIGTERM: the coordinator saves a checkpoint, and the workers leave. */
async function end(coordinator: Container, workers: readonly Container[]): Promise<void> {
  await coordinator.signal('SIGTERM');
  expect(await coordinator.ended(), coordinator.output).toBe(130);
  await Promise.all(workers.map((worker) => worker.signal('SIGTERM')));
  for (const worker of workers) expect(await worker.ended(), worker.output).toBe(0);
}
