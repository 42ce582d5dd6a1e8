/** The commands of the documentation: Nx passes arguments and exit codes on. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dataFolder } from './harness/experiment.js';
import { Program } from './harness/processes.js';
import { ROOT, succeeds } from './harness/programs.js';
import { checkpointsOf, metricsOf, summaryOf } from './harness/run-folder.js';
import { Workspace } from './harness/workspace.js';

const workspace = new Workspace();

function configOf(out: string): unknown {
  return (JSON.parse(readFileSync(join(out, 'run.json'), 'utf8')) as { config: unknown }).config;
}

/** Without the builds that it depends on, which are done. */
const COMMAND = [join(ROOT, 'node_modules', '.bin', 'nx'), 'run', 'coordinator:serve', '--excludeTaskDependencies'];
const OPTIONS = { cwd: ROOT, env: { NX_DAEMON: 'false' } };
const CTRL_C = '\x03';

function nx(...args: string[]): Program {
  const [command, ...before] = COMMAND;
  return new Program('nx', command!, [...before, ...args], OPTIONS);
}

/** The same command on a terminal, which `script` of util-linux emulates. */
function nxOnTerminal(...args: string[]): Program {
  return new Program('script', 'script', ['-qefc', [...COMMAND, ...args].join(' '), '/dev/null'], OPTIONS);
}

const hasScript = spawnSync('script', ['--version']).status === 0;
if (!hasScript) process.stderr.write('SKIPPED: the test of Ctrl-C on a terminal needs "script" of util-linux\n');

test.each([
  ['as they are', []],
  ['behind two dashes', ['--']],
])('nx run coordinator:serve takes all options: %s', async (_, dashes) => {
  const out = workspace.path(`run-${dashes.length}`);
  const size = ['--max-steps=2', '--workers=1', '--shards=2', '--batch-size=40'];
  await succeeds(nx(...dashes, ...size, `--data-dir=${await dataFolder()}`, `--out=${out}`));
  expect(configOf(out)).toMatchObject({ maxSteps: 2, shards: 2, batchSize: 40 });
  expect(summaryOf(out).steps).toBe(2);
});

test('nx run coordinator:serve fails when the program fails', async () => {
  const serve = nx('--shards=0');
  const { code } = await serve.ended();
  expect(code, serve.output).toBeGreaterThan(0);
  expect(serve.output).toContain("'--shards <n>' argument '0' is invalid");
});

test.skipIf(!hasScript)('the default task: Ctrl-C on the terminal stops the run with a checkpoint', async () => {
  const out = workspace.path('stopped');
  const data = `--data-dir=${await dataFolder()}`;
  const serve = nxOnTerminal('--epochs=50', '--workers=1', '--json', data, `--out=${out}`);
  await serve.line('step 2', ({ text }) => text.includes('"type":"step","step":2,'));
  expect(configOf(out)).toMatchObject({ task: 'denoise', epochs: 50, batchSize: 128 });
  serve.type(CTRL_C);
  const { code, signal } = await serve.ended();
  expect(code !== 0 || signal !== null, serve.output).toBe(true);
  expect(await serve.orphans(20_000)).toEqual([]);
  expect(serve.output).toContain('Ctrl-C: stopping at the last step with a checkpoint');
  expect(checkpointsOf(out).at(-1)).toBe(`step-${String(metricsOf(out).at(-1)?.step).padStart(8, '0')}`);
});
