/** A machine joins with one command: as many workers as it has room for, each started again when it crashes. */
import { expect, test } from 'vitest';
import { ExternalRun } from './harness/external-run.js';
import { start } from './harness/programs.js';
import { Workspace } from './harness/workspace.js';

const workspace = new Workspace();

test('worker:serve without a name brings a worker for each core, keeps them, and ends with the run', async () => {
  const run = await ExternalRun.onServer(workspace);
  const { program } = run.coordinate();
  const fleet = start('worker', ['--json', '--workers=2', '--id=rack'], { env: run.env });
  const device = String.raw`\(cpu, [a-z0-9]+, 1 thread, [\d.]+ GiB, TensorFlow 2\.\d+\.\d+\)`;
  for (const name of ['rack-1', 'rack-2'])
    await program.said(new RegExp(`worker default\\.${name} joined from .* ${device}`));
  await run.steps(2);
  const killed = program.lines.length;
  process.kill(fleet.pidOf(/--id=rack-2/), 'SIGKILL');
  await fleet.said(/worker rack-2 was ended by SIGKILL: it is started again/);
  // Held until it is back, so that the run cannot end before.
  const first = fleet.pidOf(/--id=rack-1/);
  process.kill(first, 'SIGSTOP');
  await program.said(/worker default\.rack-2 joined/, killed);
  process.kill(first, 'SIGCONT');
  await run.endsAsUndisturbed();
  expect(await fleet.ended(), fleet.output).toEqual({ code: 0, signal: null });
  await run.stop();
});

test('Ctrl-C lets all of them leave the run', async () => {
  const run = await ExternalRun.onServer(workspace);
  const { program } = run.coordinate('--epochs=1000', `--out=${workspace.path('left')}`);
  const fleet = start('worker', ['--json'], { env: run.env });
  await program.said(/worker default\.\S+-1 joined/);
  await run.steps(1);
  fleet.signal('SIGINT');
  expect(await fleet.ended(), fleet.output).toEqual({ code: 0, signal: null });
  await program.said(/worker default\.\S+-1 left: the parent process is gone/);
  expect(await fleet.orphans(5000)).toEqual([]);
  program.signal('SIGTERM');
  await program.ended();
  await run.stop();
});
