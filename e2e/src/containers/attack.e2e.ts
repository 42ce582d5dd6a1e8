/**
 * A worker's key in the wrong hands, while a run goes on: what it is not good for is refused by the server or by the coordinator,
 * with a name, and the weights are those of the undisturbed run.
 */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { build } from 'vite';
import { Workspace } from '../harness/workspace.js';
import { ContainerCluster } from './cluster.js';
import type { Container } from './container.js';
import { endsAsUndisturbed, nextStep, slowFromTheStart, step } from './steps.js';

const CODE = '/lockstep/attack';
/** An undisturbed coordinator has had 200. */
const MOST_MIB = 600;

const workspace = new Workspace();
let cluster: ContainerCluster;
let coordinator: Container;
let honest: Container;
let replaying: Container;
let intruder: Container;

beforeAll(async () => {
  const code = await compiled('main', 'replay');
  cluster = await ContainerCluster.create(workspace.dir, '--pools=default,rented');
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

// It is not there when the engine is not.
afterAll(() => cluster?.removeAll());

/** The attacking programs, for a folder of the worker's image in which they find the worker's own libraries. */
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

/** Makes an attack, after which the run has to be still going. @returns what came of it */
async function attack(name: string): Promise<Record<string, unknown>> {
  const { exitCode, output } = await intruder.exec('node', `${CODE}/main.js`, name, inject('reference').fingerprint);
  expect(exitCode, output).toBe(0);
  await nextStep(coordinator);
  return JSON.parse(output) as Record<string, unknown>;
}

/** The most memory that the coordinator has had. */
async function peakMib(): Promise<number> {
  const { output } = await coordinator.exec('cat', '/proc/1/status');
  return Number(/VmHWM:\s+(\d+) kB/.exec(output)?.[1]) / 1024;
}

test('what it says for others and hears of others is refused by the server', async () => {
  expect(await attack('trespass')).toEqual({ tried: 72, letThrough: [], received: [] });
});

test('what it has JetStream deliver to the coordinator and to others is not obeyed', async () => {
  await attack('deliveries');
  expect(coordinator.has(/ignored a request to stop that no operator has made: a stored message/)).toBe(true);
  expect(honest.has(/dropped a message of the coordinator: malformed/)).toBe(true);
});

test('a second process of an id is refused, and whatever it says for the first one', async () => {
  expect(await attack('twins')).toEqual({ codes: ['DUPLICATE_ID', 'UNKNOWN_WORKER'] });
});

test('messages that claim to be more than they are are refused', async () => {
  expect(await attack('bomb')).toEqual({
    codes: {
      'the last of 268,435,457 parts': 'WRONG_SHAPE',
      'the last of 4,294,967,296 parts': 'MALFORMED',
      'a part that is larger than parts are': 'WRONG_SHAPE',
      'a partial of a billion samples': 'WRONG_SHAPE',
      'a node above a million shards': 'NO_LEASE',
      'a list of all parts that there could be': 'MALFORMED',
      'bytes that announce more than they hold': 'MALFORMED',
    },
  });
  expect(
    coordinator.has(/refused rented\.a-partial-of-a-billion-samples: your partial counts 1000000000 samples/),
  ).toBe(true);
});

test('a flood is refused, and the coordinator leads on', async () => {
  const { weightsBytes, ...refused } = await attack('flood');
  expect(refused).toEqual({ strangers: 2000, ghosts: 78, garbage: 2000, connections: 50 });
  // Of two thousand whole answers a few.
  expect(weightsBytes).toBeLessThan(25e6);
  expect(coordinator.has(/worker rented\.greed floods with requests for weights/)).toBe(true);
  expect(coordinator.has(/cannot renew the lead|lost the NATS server/)).toBe(false);
  expect(honest.has(/lost the NATS server|the coordinator is silent/)).toBe(false);
  const mib = await peakMib();
  console.log(`the attacked coordinator has had ${mib.toFixed(0)} MiB`);
  expect(mib).toBeLessThan(MOST_MIB);
});

test('what was said before is not counted again', async () => {
  const isRefused = (code: string) => replaying.lines.some(({ fields }) => fields['code'] === code);
  await replaying.line('a replay', ({ fields }) => fields['type'] === 'replayed');
  expect(isRefused('STALE')).toBe(true);
  expect(isRefused('UNKNOWN_WORKER')).toBe(true);
});

test('the end is that of the undisturbed run', async () => {
  const workers = [honest, replaying];
  await Promise.all(workers.map((worker) => worker.limitCpu(1)));
  await endsAsUndisturbed(coordinator);
  for (const worker of workers) expect(await worker.ended(), worker.output).toBe(0);
});
