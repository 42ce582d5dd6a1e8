/**
 * Load: one coordinator and up to 16 workers in containers of their own, with keys and TLS. The workers emulate computing, so that a step
 * consists of Lockstep's own work. The weights have to be equal for any number of workers.
 *
 * LOCKSTEP_LOAD=full is the whole test: 60 s for each number of workers, and a soak of ten minutes (`npm run test:nightly load`).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeDataset } from '../harness/dataset.js';
import { Workspace } from '../harness/workspace.js';
import { ContainerCluster } from './cluster.js';
import type { Container } from './container.js';
import { growthBytes } from './growth.js';
import { runLoad, SHARDS, type Measured } from './load-run.js';
import { coreShare, mebibytes } from './usage.js';

const FULL = process.env['LOCKSTEP_LOAD'] === 'full';
const WORKERS = FULL ? [1, 2, 4, 8, 16] : [1, 4];
const SECONDS = FULL ? 60 : 4;
/** Long enough that computing dominates the measured time of a shard, also when 16 workers share two cores. */
const SHARD_MS = 20;
/** One worker needs 16 · 20 ms for a step. */
const CHECK_STEP = FULL ? 120 : 10;

const SOAK_SECONDS = Number(process.env['LOCKSTEP_SOAK_SECONDS'] ?? (FULL ? 600 : 0));
if (!(SOAK_SECONDS >= 0))
  throw new Error('LOCKSTEP_SOAK_SECONDS is not a number of seconds: give a number such as 200');
const SOAK_WORKERS = 4;
/** Short, for many steps, so that a leak of each step adds up. */
const SOAK_SHARD_MS = 4;
const SOAK_CHECK_STEP = 200;
/** Largest growth of a process. Ten minutes are some 10,000 steps, so a leak of 5 KB a step is more. */
const FLAT_MIB = 32;
/** The NATS server collects garbage rarely, so only a limit shows the memory that it cannot free. */
const NATS_LIMIT = { GOMEMLIMIT: '200MiB' };

/** 500 steps an epoch, with a checkpoint at the end of each epoch. */
const TRAIN_SAMPLES = 500 * SHARDS;
/** Time to start and end the containers, and a margin for a busy machine. */
const PATIENCE_MS = 240_000;

const workspace = new Workspace();
let cluster: ContainerCluster;
let nats: Container;
let dataDir: string;
const runs: { workers: number; measured: Measured }[] = [];

beforeAll(async () => {
  dataDir = workspace.folder('load-data');
  await makeDataset(dataDir, TRAIN_SAMPLES);
  cluster = await ContainerCluster.create(workspace);
  nats = await cluster.nats(NATS_LIMIT);
});

// Undefined without a container engine.
afterAll(() => cluster?.removeAll());

describe.each(WORKERS)('load by %i worker(s)', (workers) => {
  test('no message is lost, late or refused', { timeout: SECONDS * 1000 + PATIENCE_MS }, async () => {
    const plan = { workers, shardMs: SHARD_MS, seconds: SECONDS, checkStep: CHECK_STEP, dataDir };
    const measured = await runLoad(cluster, nats, plan);
    runs.push({ workers, measured });
    console.log(JSON.stringify({ load: resultOf(workers, measured) }));
    check(measured);
  });
});

test('the weights are equal for all numbers of workers, step by step', () => {
  expect(runs.map(({ workers }) => workers)).toEqual(WORKERS);
  console.table(runs.map(({ workers, measured }) => resultOf(workers, measured)));
  const [first, ...others] = runs.map(({ measured }) => measured);
  for (const { weightsSha256, losses } of others) {
    expect(weightsSha256).toBe(first!.weightsSha256);
    const steps = Math.min(losses.length, first!.losses.length);
    expect(losses.slice(0, steps)).toEqual(first!.losses.slice(0, steps));
  }
});

if (SOAK_SECONDS > 0) {
  test('memory stays flat in a soak', { timeout: SOAK_SECONDS * 1000 + PATIENCE_MS }, async () => {
    const size = { workers: SOAK_WORKERS, shardMs: SOAK_SHARD_MS };
    const plan = { ...size, seconds: SOAK_SECONDS, checkStep: SOAK_CHECK_STEP, dataDir };
    const measured = await runLoad(cluster, nats, plan);
    const rows = [...measured.usages].map(([{ name }, usages]) => {
      const samples = usages.map(({ memoryBytes }) => memoryBytes);
      const mib = (bytes: number) => Number(mebibytes(bytes).toFixed(1));
      return { name, most_mib: mib(Math.max(...samples)), growth_mib: mib(growthBytes(samples)) };
    });
    console.table(rows);
    console.log(JSON.stringify({ soak: { seconds: SOAK_SECONDS, ...resultOf(SOAK_WORKERS, measured), memory: rows } }));
    expect(rows.filter(({ growth_mib: growth }) => !(growth <= FLAT_MIB))).toEqual([]);
  });
}

function check({ troubles, marks, span, othersCores }: Measured): void {
  const hint = `other processes used ${othersCores.toFixed(1)} cores meanwhile`;
  expect(troubles, hint).toEqual([]);
  const repeats = marks.repeats(span);
  expect(repeats.length, repeats.join('\n')).toBeLessThan((span.to - span.from) / 2);
}

function resultOf(workers: number, measured: Measured) {
  const { marks, span, usages, othersCores, coordinator, workers: containers, troubles } = measured;
  const exchanges = marks.exchangesMs(span).sort((a, b) => a - b);
  const percentile = (share: number) => exchanges[Math.ceil(exchanges.length * share) - 1] ?? NaN;
  const rounded = (value: number, digits = 2) => Number(value.toFixed(digits));
  const own = usages.get(coordinator)!;
  const cores = (each: readonly Container[]) => each.reduce((sum, one) => sum + coreShare(usages.get(one)!), 0);
  return {
    workers,
    steps: span.to - span.from,
    steps_per_second: rounded(marks.stepsPerSecond(span)),
    exchange_p50_ms: rounded(percentile(0.5), 1),
    exchange_p99_ms: rounded(percentile(0.99), 1),
    coordinator_cores: rounded(cores([coordinator])),
    coordinator_mib: rounded(mebibytes(Math.max(...own.map(({ memoryBytes }) => memoryBytes))), 0),
    nats_cores: rounded(cores([nats])),
    workers_cores: rounded(cores(containers)),
    others_cores: rounded(othersCores),
    dropped_or_late: troubles.length,
    repeated: marks.repeats(span).length,
  };
}
