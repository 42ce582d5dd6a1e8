/** One command brings several workers of a machine into a run, and starts each again when it crashes. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ExternalRun } from './harness/external-run.js';
import { start, succeeds } from './harness/programs.js';
import { Workspace } from './harness/workspace.js';

const workspace = new Workspace();
let run: ExternalRun;

beforeAll(async () => {
  run = await ExternalRun.onServer(workspace);
});

afterAll(() => run.stop());

test('a worker program with --workers=2 starts two workers, restarts a killed one, and ends with the run', async () => {
  const { program } = run.coordinate();
  const fleet = start('worker', ['--json', '--workers=2', '--id=rack'], { env: run.env });
  const device = String.raw`\(cpu, 1 thread, [\d.]+ GiB, Node\.js \d+\.\d+\.\d+\)`;
  for (const name of ['rack-1', 'rack-2'])
    await program.said(new RegExp(`worker default\\.${name} joined from .* ${device}`));
  await run.steps(2);
  const killed = program.lines.length;
  process.kill(fleet.pidOf(/--id=rack-2/), 'SIGKILL');
  await fleet.said(/worker rack-2 was ended by SIGKILL: it is started again/);
  // Stopped, so that the run does not end before rack-2 is back.
  const first = fleet.pidOf(/--id=rack-1/);
  process.kill(first, 'SIGSTOP');
  await program.said(/worker default\.rack-2 joined/, killed);
  process.kill(first, 'SIGCONT');
  await run.endsAsUndisturbed();
  await succeeds(fleet);
});

test('without --id a worker has the name of its machine; at Ctrl-C all workers leave the run', async () => {
  const { program } = run.coordinate('--epochs=1000', `--out=${workspace.path('left')}`);
  const fleet = start('worker', ['--json'], { env: run.env });
  await program.said(/worker default\.\S+-1 joined/);
  await run.steps(1);
  fleet.signal('SIGINT');
  await succeeds(fleet);
  await program.said(/worker default\.\S+-1 left: the parent process is gone/);
  expect(await fleet.orphans(5000)).toEqual([]);
  program.signal('SIGTERM');
  await program.ended();
});
