/** A NATS server that dies and comes back, with what it had stored and without: what was under way is lost, the run is not. */
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ExternalRun } from './harness/external-run.js';
import type { Program } from './harness/processes.js';
import { startNats } from './harness/programs.js';
import { Workspace } from './harness/workspace.js';

/** After a step: some in the middle of the next one's leases and gradients, some while its weights are on the way. */
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

async function killServer(): Promise<void> {
  run.nats.signal('SIGKILL');
  await run.nats.ended();
}

async function restart(): Promise<void> {
  run.nats = await startNats(workspace.path('jetstream'), run.port);
}

test.each(DELAYS_MS)(
  'kill -9, %i ms after a step, and a restart: all come back, and training goes on',
  async (delayMs) => {
    await run.steps(1);
    await sleep(delayMs);
    await killServer();
    await restart();
    await run.steps(2);
  },
);

test('kill -9, and all that it had stored is gone: the run ends and says so, and --resume goes on from its disk', async () => {
  await run.steps(1);
  await killServer();
  rmSync(workspace.path('jetstream'), { recursive: true });
  await restart();
  const { program } = run.coordinator;
  expect(await program.ended(), program.output).toEqual({ code: 1, signal: null });
  expect(program.output).toMatch(/the NATS server has lost what it stored of the run \S+: .* --resume/);
  run.coordinate('--resume');
  await run.endsAsUndisturbed();
  // The same workers: they follow the latest leader, which this one could not know from the server.
  for (const worker of workers) expect(await worker.ended(), worker.output).toEqual({ code: 0, signal: null });
});
