/** Workers that are killed or hang: training goes on, and ends at the same bits. */
import { readFileSync } from 'node:fs';
import { expect, inject, test } from 'vitest';
import { Coordinator } from './harness/programs.js';
import { checkpointsOf, metricsOf, summaryOf } from './harness/run-folder.js';
import { Workspace } from './harness/workspace.js';

const workspace = new Workspace();
const reference = inject('reference');

async function expectSameEnd({ program }: Coordinator, out: string): Promise<void> {
  expect(await program.ended(), program.output).toEqual({ code: 0, signal: null });
  expect(summaryOf(out).weights_sha256).toBe(reference.weights_sha256);
  expect(metricsOf(out).map(({ loss }) => loss)).toEqual(metricsOf(inject('referenceOut')).map(({ loss }) => loss));
}

test('kill -9 of one worker, then of all: they are started again, and the hash is the same', async () => {
  const out = workspace.path('killed');
  const coordinator = new Coordinator(workspace.args(out, '--workers=2'));
  const { program } = coordinator;
  const pids = await coordinator.workerPids();
  await coordinator.step(4);
  process.kill(pids['w1']!, 'SIGKILL');
  await program.said(/worker local\.w1 was ended by SIGKILL/);
  const killed = program.lines.length;
  // The other one goes on at once, without waiting for a new w1.
  const seen = Number((await program.line('a step', ({ fields }) => fields['type'] === 'step', killed)).fields['step']);
  expect(program.lines.slice(killed).some(({ text }) => text.includes('worker local.w1 joined'))).toBe(false);
  expect(seen).toBeGreaterThan(4);
  process.kill(pids['w2']!, 'SIGKILL');
  await program.said(/worker local\.w2 was ended by SIGKILL/);
  // Nobody is left: only workers that were started again can finish the run.
  await program.said(/worker local\.w[12] joined/, killed);
  await expectSameEnd(coordinator, out);
});

test('a worker that hangs for longer than the time-out is passed over, and comes back', async () => {
  const out = workspace.path('hung');
  const coordinator = new Coordinator(workspace.args(out, '--workers=2'));
  const { program } = coordinator;
  const { w1, w2 } = await coordinator.workerPids();
  const seen = await coordinator.step(4);
  process.kill(w1!, 'SIGSTOP');
  // Those that are done by now, and one that w2 has to do alone.
  await coordinator.step(seen + 4);
  expect(metricsOf(out).map(({ workers }) => Object.keys(workers))).toContainEqual(['local.w2']);
  process.kill(w2!, 'SIGSTOP');
  await program.said(/worker local\.w1 was silent for/);
  await program.said(/worker local\.w2 was silent for/);
  const silent = program.lines.length;
  process.kill(w1!, 'SIGCONT');
  await program.said(/worker local\.w1 joined/, silent);
  process.kill(w2!, 'SIGCONT');
  await expectSameEnd(coordinator, out);
  // The same processes went on: none was started anew.
  expect(program.has(/was ended by/)).toBe(false);
});

test('kill -9 of our own NATS server: it is started again, all come back to it, and the hash is the same', async () => {
  const out = workspace.path('server');
  const coordinator = new Coordinator(workspace.args(out, '--workers=2'));
  await coordinator.step(4);
  process.kill(coordinator.program.pidOf(/^\d+: \S*nats-server -c/), 'SIGKILL');
  await coordinator.program.said(/nats-server .*: starting it again/);
  await expectSameEnd(coordinator, out);
});

test('a tree of processes that is ended from its leaves, as Nx does: the run stops with a checkpoint', async () => {
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

test('the coordinator does not load TensorFlow, its workers do', async () => {
  const coordinator = new Coordinator(workspace.args(workspace.path('maps'), '--workers=1'));
  const { w1 } = await coordinator.workerPids();
  await coordinator.step(1);
  const maps = (pid: number) => readFileSync(`/proc/${pid}/maps`, 'utf8');
  expect(maps(w1!)).toContain('libtensorflow');
  expect(maps(coordinator.program.pid)).not.toContain('libtensorflow');
  coordinator.program.signal('SIGTERM');
  await coordinator.program.ended();
});
