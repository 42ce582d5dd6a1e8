/**
 * A stolen worker's key during a run: the server refuses what a worker may not do, the coordinator refuses what the key lets through,
 * and the run ends as undisturbed. hostile.e2e.ts tests what the coordinator refuses from any member.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { build } from 'vite';
import { denoise, referenceOf } from '../harness/experiment.js';
import { Workspace } from '../harness/workspace.js';
import { ContainerCluster } from './cluster.js';
import type { Container } from './container.js';
import { endsAsUndisturbed, nextStep, slowFromTheStart, step } from './steps.js';

const CODE = '/lockstep/attack';
/** An undisturbed coordinator needs 200. */
const MOST_MIB = 600;

const experiment = await denoise();
const { fingerprint } = (await referenceOf(experiment)).summary;
const workspace = new Workspace(experiment);
let cluster: ContainerCluster;
let coordinator: Container;
let honest: Container;
let replaying: Container;
let intruder: Container;

beforeAll(async () => {
  const code = await compiled('main', 'replay');
  cluster = await ContainerCluster.create(workspace, '--pools=default,rented');
  await cluster.nats();
  const rented = { image: 'worker' as const, credential: 'worker-rented', folders: { [CODE]: code } };
  const program = ['node', `--import=${CODE}/replay.js`, '/lockstep/apps/worker/dist/main.js'];
  const args = ['--pool=rented', '--id=replaying'];
  [coordinator, honest, replaying, intruder] = await Promise.all([
    cluster.coordinator(),
    cluster.worker('a'),
    cluster.launch({ ...rented, name: 'replaying', args, entrypoint: program }),
    cluster.sleeper({ ...rented, name: 'intruder' }),
  ]);
  await Promise.all([slowFromTheStart(honest), slowFromTheStart(replaying)]);
  await step(coordinator, 2);
});

// Undefined without a container engine.
afterAll(() => cluster?.removeAll());

/** Compiles the attacking programs for a folder of the worker's image, in which they find the worker's libraries. */
async function compiled(...programs: string[]): Promise<string> {
  const input = programs.map((name) => new URL(`attacker/${name}.ts`, import.meta.url).pathname);
  const outDir = workspace.path('attack');
  const rollupOptions = { input };
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { external: true },
    build: { ssr: true, outDir, target: 'node20', rollupOptions },
  });
  return outDir;
}

/** Makes an attack, after which the run has to make another step. Returns the attack's result. */
async function attack(name: string): Promise<Record<string, unknown>> {
  const { exitCode, output } = await intruder.exec('node', `${CODE}/main.js`, name, fingerprint);
  expect(exitCode, output).toBe(0);
  await nextStep(coordinator);
  return JSON.parse(output) as Record<string, unknown>;
}

/** The peak of the coordinator's memory. */
async function peakMib(): Promise<number> {
  const { output } = await coordinator.exec('cat', '/proc/1/status');
  return Number(/VmHWM:\s+(\d+) kB/.exec(output)?.[1]) / 1024;
}

test('the server refuses messages in the name of others, and subscriptions to the messages of others', async () => {
  expect(await attack('trespass')).toEqual({ tried: 72, letThrough: [], received: [] });
});

test('messages that it has JetStream deliver to others have no effect', async () => {
  await attack('deliveries');
  expect(coordinator.has(/ignored a forged stop request, which is a stored message/)).toBe(true);
  expect(honest.has(/dropped a message from the coordinator: malformed/)).toBe(true);
});

test('a flood is refused, and the coordinator keeps the lead', async () => {
  const { weightsBytes, ...refused } = await attack('flood');
  expect(refused).toEqual({ strangers: 2000, ghosts: 78, garbage: 2000, connections: 50 });
  // A few of two thousand answers.
  expect(weightsBytes).toBeLessThan(25e6);
  expect(coordinator.has(/worker rented\.greed floods with requests for weights/)).toBe(true);
  expect(coordinator.has(/cannot renew the lead|lost the NATS server/)).toBe(false);
  expect(honest.has(/lost the NATS server|the coordinator is silent/)).toBe(false);
  const mib = await peakMib();
  console.log(`the peak of the attacked coordinator was ${mib.toFixed(0)} MiB`);
  expect(mib).toBeLessThan(MOST_MIB);
});

test('replayed gradients are not counted again', async () => {
  const isRefused = (code: string) => replaying.lines.some(({ fields }) => fields['code'] === code);
  await replaying.line('a replay', ({ fields }) => fields['type'] === 'replayed');
  expect(isRefused('STALE')).toBe(true);
  expect(isRefused('UNKNOWN_WORKER')).toBe(true);
});

test('the run ends as undisturbed', async () => {
  const workers = [honest, replaying];
  await Promise.all(workers.map((worker) => worker.limitCpu(1)));
  await endsAsUndisturbed(coordinator);
  for (const worker of workers) expect(await worker.ended(), worker.output).toBe(0);
});
