/** A coordinator whose own workers or NATS server are killed or hang: training continues, and ends as undisturbed. */
import { expect, test } from 'vitest';
import { referenceOf } from './harness/experiment.js';
import { expectUndisturbed } from './harness/external-run.js';
import { Coordinator, isStep } from './harness/programs.js';
import { checkpointsOf, metricsOf } from './harness/run-folder.js';
import { Workspace } from './harness/workspace.js';

const workspace = new Workspace();
const reference = await referenceOf(workspace.experiment);

async function endsAsUndisturbed(coordinator: Coordinator, out: string): Promise<void> {
  await coordinator.succeeds();
  expectUndisturbed(out, reference);
}

test('kill -9 of one worker, then of all: they are started again', async () => {
  const out = workspace.path('killed');
  const coordinator = new Coordinator(workspace.args(out, '--workers=2'));
  const { program } = coordinator;
  const pids = await coordinator.workerPids();
  await coordinator.step(4);
  process.kill(pids['w1']!, 'SIGKILL');
  await program.said(/worker local\.w1 was ended by SIGKILL/);
  const killed = program.lines.length;
  // w2 continues at once, without waiting for a new w1.
  const seen = Number((await program.line('a step', isStep, killed)).fields['step']);
  expect(program.lines.slice(killed).some(({ text }) => text.includes('worker local.w1 joined'))).toBe(false);
  expect(seen).toBeGreaterThan(4);
  process.kill(pids['w2']!, 'SIGKILL');
  await program.said(/worker local\.w2 was ended by SIGKILL/);
  // Only restarted workers can complete the run.
  await program.said(/worker local\.w[12] joined/, killed);
  await endsAsUndisturbed(coordinator, out);
});

test('a worker that hangs for longer than the time-out loses its shards, and joins again', async () => {
  const out = workspace.path('hung');
  const coordinator = new Coordinator(workspace.args(out, '--workers=2'));
  const { program } = coordinator;
  const { w1, w2 } = await coordinator.workerPids();
  const seen = await coordinator.step(4);
  process.kill(w1!, 'SIGSTOP');
  // More steps than can be under way, so that w2 computes one alone.
  await coordinator.step(seen + 4);
  expect(metricsOf(out).map(({ workers }) => Object.keys(workers))).toContainEqual(['local.w2']);
  process.kill(w2!, 'SIGSTOP');
  await program.said(/worker local\.w1 was silent for/);
  await program.said(/worker local\.w2 was silent for/);
  const silent = program.lines.length;
  process.kill(w1!, 'SIGCONT');
  await program.said(/worker local\.w1 joined/, silent);
  process.kill(w2!, 'SIGCONT');
  await endsAsUndisturbed(coordinator, out);
  // No process was started again.
  expect(program.has(/was ended by/)).toBe(false);
});

test("kill -9 of the coordinator's NATS server: it is started again, and all reconnect", async () => {
  const out = workspace.path('server');
  const coordinator = new Coordinator(workspace.args(out, '--workers=2'));
  await coordinator.step(4);
  process.kill(coordinator.program.pidOf(/^\d+: \S*nats-server -c/), 'SIGKILL');
  await coordinator.program.said(/nats-server .*: starting it again/);
  await endsAsUndisturbed(coordinator, out);
});

test('SIGTERM to the NATS server first, as Nx ends a tree of processes: the run stops with a checkpoint', async () => {
  const out = workspace.path('leaves');
  const coordinator = new Coordinator(workspace.args(out, '--workers=2', '--checkpoint-every=1000'));
  const { program } = coordinator;
  const seen = await coordinator.step(4);
  process.kill(program.pidOf(/^\d+: \S*nats-server -c/), 'SIGTERM');
  expect(await program.ended(30_000), program.output).toEqual({ code: 130, signal: null });
  const latest = Number(checkpointsOf(out).at(-1)?.replace('step-', ''));
  expect(latest).toBeGreaterThanOrEqual(seen);
  expect(latest).toBe(metricsOf(out).at(-1)?.step);
});
