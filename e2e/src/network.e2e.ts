/** Cuts of the network between a worker and the NATS server, in one direction and in both, that heal after a while. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ExternalRun } from './harness/external-run.js';
import type { Program } from './harness/processes.js';
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
  const { program } = run.coordinate();
  far = run.worker('far', proxy.url);
  await program.said(/worker default\.far joined/);
  far.signal('SIGSTOP');
  near = run.worker('near');
  await program.said(/worker default\.near joined/);
  far.signal('SIGCONT');
  await run.steps(2);
});

afterAll(async () => {
  await proxy.stop();
  await run.stop();
});

/** A step that only the near worker can have done; after it only the far one can go on with the run. */
async function nearMakesAStep(): Promise<void> {
  near.signal('SIGCONT');
  await run.steps(1);
  near.signal('SIGSTOP');
}

// The cut towards a worker comes first: who has stood still once is given its time from then on, which may be longer than a
// worker may be silent.
test.each<[string, Direction[]]>([
  ['to a worker', ['down']],
  ['from a worker', ['up']],
])('the way %s is cut: the other one takes over its shards, and it goes on once that has healed', async (_, cut) => {
  // Stopped, so that the run lasts until the cut is noticed, however fast the machine is.
  near.signal('SIGSTOP');
  const { lines } = run.coordinator.program;
  const before = lines.length;
  const late = run.says(/worker default\.far (has held|was silent for)/);
  proxy.cut(...cut);
  await late;
  await nearMakesAStep();
  // One that is heard lives: its shards are taken over since they are late, and not only when its connection is given up.
  const silent = lines.slice(before).some(({ message }) => /worker default\.far was silent for/.test(message));
  if (!cut.includes('up')) expect(silent).toBe(false);
  proxy.heal();
  await run.steps(1);
  near.signal('SIGCONT');
});

test('both ways are cut for longer than a worker may be silent: it joins again by itself, and the run ends as undisturbed', async () => {
  near.signal('SIGSTOP');
  const silent = run.says(/worker default\.far was silent for/);
  proxy.cut('up', 'down');
  await silent;
  await nearMakesAStep();
  const joined = run.says(/worker default\.far joined/);
  proxy.heal();
  await joined;
  await run.steps(1);
  near.signal('SIGCONT');
  await run.endsAsUndisturbed();
  for (const worker of [far, near]) expect(await worker.ended(), worker.output).toEqual({ code: 0, signal: null });
});
