/** Local workers that end at every start are given up by name; with one that works, the run ends as an undisturbed one. */
import { expect, inject, test } from 'vitest';
import type { Program } from './harness/processes.js';
import { Coordinator } from './harness/programs.js';
import { checkpointsOf, summaryOf } from './harness/run-folder.js';
import { Workspace } from './harness/workspace.js';

const POLL_MS = 20;

const workspace = new Workspace();

/** Ends a program's workers of these names as soon as they are there, until the signal. */
function killAtEveryStart(program: Program, names: readonly string[]): () => void {
  const timer = setInterval(() => {
    for (const name of names) {
      for (const pid of program.pidsWith(`LOCKSTEP_ID=${name}`)) process.kill(pid, 'SIGKILL');
    }
  }, POLL_MS);
  return () => clearInterval(timer);
}

test('one of two ends at every start: the other one brings the run to its end', async () => {
  const out = workspace.path('one');
  const coordinator = new Coordinator(workspace.args(out, '--workers=2'));
  const { program } = coordinator;
  const { w2 } = await coordinator.workerPids();
  const stop = killAtEveryStart(program, ['w1']);
  await coordinator.step(2);
  // It waits until the other one has been given up, so that this happens while the run goes on.
  process.kill(w2!, 'SIGSTOP');
  await program.said(/worker local\.w1 was ended by SIGKILL 4 times: it is not started again/);
  stop();
  process.kill(w2!, 'SIGCONT');
  expect(await program.ended(), program.output).toEqual({ code: 0, signal: null });
  expect(summaryOf(out).weights_sha256).toBe(inject('reference').weights_sha256);
});

test('all end at every start: the run says that nobody is left and ends, with nothing lost and nobody left behind', async () => {
  const out = workspace.path('all');
  const coordinator = new Coordinator(workspace.args(out, '--workers=2', '--checkpoint-every=1000'));
  const { program } = coordinator;
  const seen = await coordinator.step(2);
  const stop = killAtEveryStart(program, ['w1', 'w2']);
  expect((await program.ended()).code, program.output).toBe(1);
  stop();
  expect(program.output).toMatch(/error: .*no local worker can be kept running: see their messages above/);
  expect(Number(checkpointsOf(out).at(-1)?.slice('step-'.length))).toBeGreaterThanOrEqual(seen);
  expect(await program.orphans(15_000)).toEqual([]);
});
