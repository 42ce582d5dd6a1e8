/** Workers of one run that join, hang, slow down, leave and share an id: the run recovers within seconds, and ends as undisturbed. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectRecovery, ExternalRun, slowDown } from './harness/external-run.js';
import type { Program } from './harness/processes.js';
import { succeeds } from './harness/programs.js';
import { Workspace } from './harness/workspace.js';

/** From a fault to the next step: the deadline of a lease, whose minimum is 1 s, with a margin. */
const RECOVERY_MS = 5000;

const workspace = new Workspace();
let run: ExternalRun;
let a: Program;
let b: Program;

beforeAll(async () => {
  run = await ExternalRun.onServer(workspace);
});

afterAll(() => run.stop());

async function recovers(condition: () => Promise<unknown> = () => run.steps(1)): Promise<void> {
  const startMs = performance.now();
  await condition();
  expectRecovery(performance.now() - startMs, RECOVERY_MS, run.coordinator);
}

describe('a run whose workers come and go', () => {
  test('waits without a worker, logs that, and starts when a worker joins', async () => {
    const { program } = run.coordinate();
    await program.said(/no workers: step 1 waits until one joins/);
    a = run.worker('a');
    await run.steps(1);
  });

  test('leases the shards of a worker that hangs to one that joins in mid-step', async () => {
    const held = run.says(/worker default\.a has held shards? \S+ of step (\d+) for [\d.]+ s: leasing again/);
    a.signal('SIGSTOP');
    b = run.worker('b');
    await run.says(/worker default\.b joined/);
    const [, step] = await held;
    await recovers(() => run.coordinator.step(Number(step)));
  });

  test('continues while either worker hangs but stays connected, and ignores its late gradients', async () => {
    for (const [hanging, other] of [
      [b, a],
      [a, b],
    ] as const) {
      hanging.signal('SIGSTOP');
      other.signal('SIGCONT');
      await recovers();
    }
    a.signal('SIGCONT');
    await run.steps(1);
  });

  test('is not held up by a worker that gets a tenth of the time', async () => {
    const endSlowDown = slowDown(b);
    for (let step = 0; step < 3; step++) await recovers();
    // From here on b is alone, so that the run lasts until the next worker has started.
    a.signal('SIGSTOP');
    const twin = run.worker('b');
    await twin.said(/computes with/);
    await recovers();
    await endSlowDown();
    // The second process with an id waits until the first one has gone.
    b.signal('SIGKILL');
    expect(twin.has(/joined the run/)).toBe(false);
    await twin.said(/joined the run/);
    b = twin;
    await run.steps(1);
  });

  test('lets a worker leave at SIGTERM, and ends with the last worker as undisturbed', async () => {
    a.signal('SIGCONT');
    const left = run.says(/worker default\.b left: SIGTERM/);
    b.signal('SIGTERM');
    await succeeds(b);
    await left;
    await run.endsAsUndisturbed();
    await succeeds(a);
  });
});
