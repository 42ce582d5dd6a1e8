/** The status of a run: which worker holds which shards since when, and why a step is still open. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { referenceOf } from './harness/experiment.js';
import { expectUndisturbed } from './harness/external-run.js';
import { Program } from './harness/processes.js';
import { Coordinator, freePort, ROOT, start, startNats, succeeds } from './harness/programs.js';
import { checkpointsOf } from './harness/run-folder.js';
import { Workspace } from './harness/workspace.js';

const workspace = new Workspace();
const reference = await referenceOf(workspace.experiment);

interface Held {
  first_shard: number;
  shard_count: number;
  held_ms: number;
  late: boolean;
}

interface Status {
  type: string;
  run: string;
  version: number;
  total_steps: number;
  open_ms: number;
  waiting_for: string;
  workers: { id: string; silent_ms: number; holds: Held[] }[];
}

function ask(...args: string[]): Program {
  const script = join(ROOT, 'apps/coordinator/dist/operator/status.js');
  return new Program('status', process.execPath, [script, ...args], { cwd: workspace.dir });
}

async function answer(...args: string[]): Promise<Program> {
  const program = ask(...args);
  await succeeds(program);
  return program;
}

/** Requests the status until it is accepted. */
async function statusWith(accepts: (status: Status) => boolean, ...args: string[]): Promise<Status> {
  for (;;) {
    const program = await answer('--json', ...args);
    const status = program.lines[0]?.fields as unknown as Status;
    if (accepts(status)) return status;
    await sleep(100);
  }
}

test('names a stopped worker, its shards, and the time for which it has held them', async () => {
  // In runs/, the folder in which the program looks for a run.
  const out = workspace.path('runs', 'stopped');
  const coordinator = new Coordinator(workspace.args(out, '--workers=1'));
  const { w1 } = await coordinator.workerPids();
  await coordinator.step(4);
  expect(statSync(join(out, 'nats', 'operator.url')).mode & 0o777).toBe(0o600);
  const { run } = JSON.parse(readFileSync(join(out, 'run.json'), 'utf8')) as { run: string };

  // Started before the fault, because the worker stays a member for a few seconds only.
  const [json, text] = [ask('--watch', '--json'), ask('--watch')];
  await Promise.all([json, text].map((program) => program.line('an answer', () => true)));
  process.kill(w1!, 'SIGSTOP');
  const statusIs = async (what: string, accepts: (status: Status) => boolean) => {
    const { fields } = await json.line(what, (line) => accepts(line.fields as unknown as Status));
    return fields as unknown as Status;
  };
  const late = await statusIs('a late lease', ({ workers }) => workers[0]?.holds[0]?.late ?? false);
  expect(late).toMatchObject({ type: 'status', run, total_steps: 32, workers: [{ id: 'local.w1' }] });
  const [held] = late.workers[0]!.holds;
  expect(held).toMatchObject({ first_shard: 0, shard_count: 4 });
  expect(held!.held_ms).toBeGreaterThan(900);
  expect(late.open_ms).toBeGreaterThanOrEqual(held!.held_ms - 1);
  expect(late.workers[0]!.silent_ms).toBeGreaterThan(900);
  await text.said(
    new RegExp(
      `WAITING: step ${late.version + 1} has been open for \\d\\.\\d s.*: local\\.w1 has held shards 0-3 for \\d\\.\\d s`,
    ),
  );
  await text.said(/^local\.w1 +shards 0-3, late +\d\.\d s +/);

  // After the time-out the worker is no member.
  await statusIs('no workers', ({ waiting_for }) => /^no workers: step \d+ waits until one joins$/.test(waiting_for));
  for (const program of [json, text]) program.signal('SIGTERM');
  await succeeds(json, text);
  process.kill(w1!, 'SIGCONT');
  await coordinator.succeeds();
  expectUndisturbed(out, reference);
});

test('--watch prints until the run has ended, and --stop ends the run with a checkpoint', async () => {
  const out = workspace.path('watched');
  const coordinator = new Coordinator(workspace.args(out, '--workers=2', '--epochs=1000', '--checkpoint-every=100000'));
  await coordinator.step(1);
  const watching = ask(`--out=${out}`, '--watch', '--json');
  await watching.line('three answers', () => watching.lines.length >= 3);
  const seen = await coordinator.step(2);
  const { output } = await answer(`--out=${out}`, '--stop');
  expect(output).toMatch(/the run \S+ stops with a checkpoint/);
  const { program } = coordinator;
  expect(await program.ended(), program.output).toEqual({ code: 130, signal: null });
  expect(program.has(/operator request: stopping at the last step|saved the checkpoint of step \d+ \(stop\)/)).toBe(
    true,
  );
  expect(Number(checkpointsOf(out).at(-1)?.replace('step-', ''))).toBeGreaterThanOrEqual(seen);
  // The address of the server goes with the server.
  expect(existsSync(join(out, 'nats'))).toBe(true);
  expect(existsSync(join(out, 'nats', 'operator.url'))).toBe(false);
  expect(await watching.ended(40_000), watching.output).toEqual({ code: 0, signal: null });
  expect(watching.lines.at(-1)?.message).toMatch(/it has ended, or its coordinator is stopped/);
});

test('finds a run on an external server with and without its id', async () => {
  const port = await freePort();
  const server = await startNats(workspace.folder('js'), port);
  const url = `--nats-url=nats://127.0.0.1:${port}`;
  const coordinator = new Coordinator(workspace.args(workspace.path('external'), url));
  const status = await statusWith(() => true, url);
  expect(status).toMatchObject({ version: 0, workers: [] });
  expect(await statusWith(() => true, url, `--run=${status.run}`)).toMatchObject({ run: status.run });
  const worker = start('worker', [url, '--id=w7']);
  await statusWith(({ workers }) => workers[0]?.id === 'default.w7', url);
  coordinator.program.signal('SIGTERM');
  await coordinator.program.ended();
  for (const program of [worker, server]) program.signal('SIGTERM');
  await Promise.all([worker.ended(), server.ended()]);
});

test.each<[string, string[], number, RegExp]>([
  ['no run', [], 1, /no run with its own NATS server is alive in any folder of runs\//],
  ['no such run', ['--run=other'], 1, /no run with its own NATS server is alive in runs\/other/],
  ['no server', ['--nats-url=nats://127.0.0.1:1'], 1, /no NATS server answers at 127\.0\.0\.1:1/],
  ['an invalid id', ['--run=a.b'], 2, /'--run <id>' argument 'a\.b' is invalid/],
  ['--watch and --stop', ['--watch', '--stop'], 2, /--stop ends the run that --watch prints/],
  ['an unknown option', ['--bogus'], 2, /unknown option '--bogus'/],
  ['a folder and a server', ['--out=x', '--nats-url=nats://127.0.0.1:1'], 2, /omit it with --nats-url/],
])('%s: an explanation and an exit code', async (_name, args, code, says) => {
  const program = ask(...args);
  expect(await program.ended(20_000), program.output).toEqual({ code, signal: null });
  expect(program.output).toMatch(says);
  expect(program.output).not.toMatch(/^ {4}at /m);
});

test('a server on which no run answers', async () => {
  const port = await freePort();
  const server = await startNats(workspace.folder('empty'), port);
  const program = ask(`--nats-url=nats://127.0.0.1:${port}`);
  expect(await program.ended(20_000), program.output).toEqual({ code: 1, signal: null });
  expect(program.output).toMatch(/no run answers on the NATS server at 127\.0\.0\.1:\d+: it has ended/);
  server.signal('SIGTERM');
  await server.ended();
});
