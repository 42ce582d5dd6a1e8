/** kill -9 of the coordinator at many moments of a step and of a checkpoint, each followed by --resume. */
import { existsSync, rmSync, watch } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { STEPS } from './harness/experiment.js';
import { ExternalRun } from './harness/external-run.js';
import type { Program } from './harness/processes.js';
import { succeeds } from './harness/programs.js';
import { checkpointsOf } from './harness/run-folder.js';
import { Workspace } from './harness/workspace.js';

/** After a step or a change in the folder of the checkpoints. A step takes some 60 ms. */
const DELAYS_MS = [0, 20, 45, 70];

const workspace = new Workspace();
let run: ExternalRun;
let workers: Program[];
/** The latest step whose checkpoint was reported as saved. */
let savedStep = 0;

beforeAll(async () => {
  run = await ExternalRun.onServer(workspace);
  run.coordinate('--checkpoint-every=1');
  workers = ['a', 'b'].map((id) => run.worker(id));
  // --resume needs a checkpoint.
  await run.coordinator.program.said(/saved the checkpoint of step/);
});

afterAll(() => run.stop());

async function kill(): Promise<void> {
  const { program } = run.coordinator;
  program.signal('SIGKILL');
  expect((await program.ended()).signal).toBe('SIGKILL');
  for (const { message } of program.lines) {
    const step = /saved the checkpoint of step (\d+)/.exec(message)?.[1];
    if (step !== undefined) savedStep = Math.max(savedStep, Number(step));
  }
  expect(savedStep).toBeLessThan(STEPS);
}

async function killAndResume(): Promise<void> {
  await kill();
  const resumed = run.coordinate('--resume', '--checkpoint-every=1');
  const [, from] = await resumed.program.said(/resuming from step (\d+) of run/);
  expect(Number(from)).toBeGreaterThanOrEqual(savedStep);
}

test.each(DELAYS_MS)('%i ms after a step', async (delayMs) => {
  await run.steps(1);
  await sleep(delayMs);
  await killAndResume();
});

test.each(DELAYS_MS)('%i ms after the start of a checkpoint', async (delayMs) => {
  await run.steps(1);
  await changeIn(join(run.out, 'checkpoints'));
  await sleep(delayMs);
  await killAndResume();
});

test('and the checkpoints on its disk are lost: the object store has the latest one', async () => {
  await run.steps(1);
  await kill();
  rmSync(join(run.out, 'checkpoints'), { recursive: true });
  const { program } = run.coordinate('--resume', '--checkpoint-every=1');
  await program.said(/loaded the checkpoint of step [1-9]\d* from the object store/);
  await program.said(/resuming from step [1-9]\d* of run/);
});

test('the run ends as the undisturbed one, and leaves no incomplete checkpoint', async () => {
  await run.endsAsUndisturbed();
  for (const name of checkpointsOf(run.out)) {
    expect(name).toMatch(/^step-\d{8}$/);
    expect(existsSync(join(run.out, 'checkpoints', name, 'manifest.json'))).toBe(true);
  }
  await succeeds(...workers);
});

test('--resume of the finished run changes nothing', async () => {
  run.coordinate('--resume');
  const worker = run.worker('c');
  await run.endsAsUndisturbed();
  await succeeds(worker);
});

/** Waits until an entry of a folder appears or disappears. */
async function changeIn(dir: string): Promise<void> {
  await new Promise<void>((resolve) => {
    const watcher = watch(dir, () => {
      watcher.close();
      resolve();
    });
  });
}
