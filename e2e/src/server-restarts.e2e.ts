/** A NATS server that is killed and started again, with and without its stored data: the run continues, or ends and can be resumed. */
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ExternalRun } from './harness/external-run.js';
import type { Program } from './harness/processes.js';
import { succeeds } from './harness/programs.js';
import { Workspace } from './harness/workspace.js';

/** After a step, so that the server dies while leases, gradients or weights are on their way. */
const DELAYS_MS = [0, 25, 50];

const workspace = new Workspace();
let run: ExternalRun;
let workers: Program[];

beforeAll(async () => {
  run = await ExternalRun.onServer(workspace);
  run.coordinate('--checkpoint-every=2');
  workers = ['a', 'b'].map((id) => run.worker(id));
  await run.steps(1);
});

afterAll(() => run.stop());

test.each(DELAYS_MS)(
  'kill -9, %i ms after a step, and a restart: all reconnect, and training continues',
  async (delayMs) => {
    await run.steps(1);
    await sleep(delayMs);
    await run.killServer();
    await run.restartServer();
    await run.steps(2);
  },
);

test('kill -9, and the loss of its data: the run ends with an explanation, and --resume continues from its own disk', async () => {
  await run.steps(1);
  await run.killServer();
  rmSync(workspace.path('jetstream'), { recursive: true });
  await run.restartServer();
  const { program } = run.coordinator;
  expect(await program.ended(), program.output).toEqual({ code: 1, signal: null });
  expect(program.output).toMatch(/the NATS server has lost what it stored of the run \S+: .* --resume/);
  run.coordinate('--resume');
  await run.endsAsUndisturbed();
  // The workers of the first coordinator follow the second one, although the server has lost the leader epoch.
  await succeeds(...workers);
});
