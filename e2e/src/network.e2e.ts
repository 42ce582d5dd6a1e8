/** Temporary interruptions of the network between a worker and the NATS server, in one direction and in both. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ExternalRun } from './harness/external-run.js';
import type { Program } from './harness/processes.js';
import { succeeds } from './harness/programs.js';
import { Proxy, type Direction } from './harness/proxy.js';
import { Workspace } from './harness/workspace.js';

const workspace = new Workspace();
let run: ExternalRun;
let proxy: Proxy;
let far: Program;
let near: Program;

beforeAll(async () => {
  run = await ExternalRun.onServer(workspace);
  proxy = await Proxy.start(run.port);
  // Started before the coordinator, so that both join early in the run.
  [far, near] = [run.worker('far', proxy.url), run.worker('near')];
  await Promise.all([far, near].map((worker) => worker.said(/waiting for a run/)));
  const { program } = run.coordinate();
  for (const id of ['far', 'near']) await program.said(new RegExp(`worker default\\.${id} joined`));
  await run.steps(4);
});

afterAll(async () => {
  await proxy.stop();
  await run.stop();
});

/** Waits for a step of the near worker alone, and stops it, so that only the far worker can continue the run. */
async function stepOfNear(): Promise<void> {
  near.signal('SIGCONT');
  await run.steps(1);
  near.signal('SIGSTOP');
}

// The direction to the worker comes first. After a silence the coordinator grants a worker longer deadlines, which may be longer than
// a worker may be silent.
test.each<[string, Direction[]]>([
  ['to a worker', ['down']],
  ['from a worker', ['up']],
])('no messages %s: another worker takes over its shards, and the worker continues afterwards', async (_, cut) => {
  // Stopped, so that the run does not end before the coordinator notices the interruption.
  near.signal('SIGSTOP');
  const { lines } = run.coordinator.program;
  const before = lines.length;
  const late = run.says(/worker default\.far (has held|was silent for)/);
  proxy.cut(...cut);
  await late;
  await stepOfNear();
  // While the worker's heartbeats arrive, its shards are leased again because they are late, and the worker stays a member.
  const silent = lines.slice(before).some(({ message }) => /worker default\.far was silent for/.test(message));
  if (!cut.includes('up')) expect(silent).toBe(false);
  proxy.heal();
  await run.steps(1);
  near.signal('SIGCONT');
});

test('no messages in both directions for longer than a worker may be silent: it joins again, and the run ends as undisturbed', async () => {
  near.signal('SIGSTOP');
  const silent = run.says(/worker default\.far was silent for/);
  proxy.cut('up', 'down');
  await silent;
  await stepOfNear();
  const joined = run.says(/worker default\.far joined/);
  proxy.heal();
  await joined;
  await run.steps(1);
  near.signal('SIGCONT');
  await run.endsAsUndisturbed();
  await succeeds(far, near);
});
