/** kill -9 of the coordinator again and again, at moments of a step and of a checkpoint, and --resume each time. */
import { existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ExternalRun } from './harness/external-run.js';
import type { Program } from './harness/processes.js';
import { STEPS } from './harness/programs.js';
import { checkpointsOf } from './harness/run-folder.js';
import { Workspace } from './harness/workspace.js';

/** So long after a step or a change in the folder of the checkpoints: a step takes some 60 ms, the writing of a checkpoint 30. */
const DELAYS_MS = [0, 20, 45, 70];

const workspace = new Workspace();
let run: ExternalRun;
let workers: Program[];
/** The latest step of which anybody was told that its checkpoint is there. */
let announced = 0;

beforeAll(async () => {
  run = await ExternalRun.onServer(workspace);
  run.coordinate('--checkpoint-every=1');
  workers = ['a', 'b'].map((id) => run.worker(id));
  // Without a checkpoint there is nothing to go on from.
  await run.coordinator.program.said(/saved the checkpoint of step/);
});

afterAll(() => run.stop());

async function killAndResume(): Promise<void> {
  const { program } = run.coordinator;
  program.signal('SIGKILL');
  expect((await program.ended()).signal).toBe('SIGKILL');
  for (const { message } of program.lines) {
    const step = /saved the checkpoint of step (\d+)/.exec(message)?.[1];
    if (step !== undefined) announced = Math.max(announced, Number(step));
  }
  expect(announced).toBeLessThan(STEPS);
  const resumed = run.coordinate('--resume', '--checkpoint-every=1');
  const [, from] = await resumed.program.said(/resuming from step (\d+) of run/);
  // What was announced is never lost.
  expect(Number(from)).toBeGreaterThanOrEqual(announced);
}

test.each(DELAYS_MS)('%i ms after a step', async (delayMs) => {
  await run.steps(1);
  await sleep(delayMs);
  await killAndResume();
});

test.each(DELAYS_MS)('%i ms after a checkpoint has begun', async (delayMs) => {
  await run.steps(1);
  await changeIn(join(run.out, 'checkpoints'));
  await sleep(delayMs);
  await killAndResume();
});

test('in the end everything is as in an undisturbed run, and no half of a checkpoint is left', async () => {
  await run.endsAsUndisturbed();
  for (const name of checkpointsOf(run.out)) {
    expect(name).toMatch(/^step-\d{8}$/);
    expect(existsSync(join(run.out, 'checkpoints', name, 'manifest.json'))).toBe(true);
  }
  for (const worker of workers) expect(await worker.ended(), worker.output).toEqual({ code: 0, signal: null });
});

/** Waits until a file or folder appears in a folder, or goes. */
async function changeIn(dir: string): Promise<void> {
  await new Promise<void>((resolve) => {
    const watcher = watch(dir, () => {
      watcher.close();
      resolve();
    });
  });
}
