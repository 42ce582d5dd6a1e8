/** Local workers that end at every start are not started again, and the run continues while another worker is left. */
import { expect, test } from 'vitest';
import { referenceOf } from './harness/experiment.js';
import { expectUndisturbed } from './harness/external-run.js';
import type { Program } from './harness/processes.js';
import { Coordinator } from './harness/programs.js';
import { checkpointsOf } from './harness/run-folder.js';
import { Workspace } from './harness/workspace.js';

const POLL_MS = 20;

const workspace = new Workspace();
const reference = await referenceOf(workspace.experiment);

/** Kills a program's workers of these names whenever they start. Returns a function that ends that. */
function killAtEveryStart(program: Program, names: readonly string[]): () => void {
  const timer = setInterval(() => {
    for (const name of names) {
      for (const pid of program.pidsWith(`LOCKSTEP_ID=${name}`)) process.kill(pid, 'SIGKILL');
    }
  }, POLL_MS);
  return () => clearInterval(timer);
}

test('one of two workers ends at every start: the other one completes the run', async () => {
  const out = workspace.path('one');
  const coordinator = new Coordinator(workspace.args(out, '--workers=2'));
  const { program } = coordinator;
  const { w2 } = await coordinator.workerPids();
  const stop = killAtEveryStart(program, ['w1']);
  await coordinator.step(2);
  // Stopped, so that the run does not end before the coordinator has given up w1.
  process.kill(w2!, 'SIGSTOP');
  await program.said(/worker local\.w1 was ended by SIGKILL 4 times: it is not started again/);
  stop();
  process.kill(w2!, 'SIGCONT');
  await coordinator.succeeds();
  expectUndisturbed(out, reference);
});

test('all workers end at every start: the run fails with an explanation, a checkpoint and no process left', async () => {
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
