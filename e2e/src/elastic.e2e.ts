/** Workers that come, hang, slow down, go and come twice, on one run: it never waits for long, and ends as if nothing had happened. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ExternalRun, slowDown } from './harness/external-run.js';
import type { Program } from './harness/processes.js';
import { Workspace } from './harness/workspace.js';

/** From a fault to the next step: a lease's deadline, whose floor is a second, and a second more; the machine may be busy. */
const GOES_ON_MS = 5000;

const workspace = new Workspace();
let run: ExternalRun;
let a: Program;
let b: Program;

beforeAll(async () => {
  run = await ExternalRun.onServer(workspace);
});

afterAll(() => run.stop());

async function within<T>(limitMs: number, what: () => Promise<T>): Promise<T> {
  const startMs = performance.now();
  const result = await what();
  expect(performance.now() - startMs).toBeLessThan(limitMs);
  return result;
}

describe('a run whose workers come and go', () => {
  test('without any worker it waits and says so, and goes on when one comes', async () => {
    const { program } = run.coordinate();
    await program.said(/no workers: step 1 waits until one joins/);
    a = run.worker('a');
    await run.steps(1);
  });

  test('a worker joins in the middle of a step that another one holds up, and takes it over within the deadline', async () => {
    const held = run.says(/worker default\.a has held shards? \S+ of step (\d+) for [\d.]+ s: leasing again/);
    a.signal('SIGSTOP');
    b = run.worker('b');
    await run.says(/worker default\.b joined/);
    const [, step] = await held;
    await within(GOES_ON_MS, () => run.coordinator.step(Number(step)));
  });

  test('each hangs in turn, connected: the other one goes on, and what the first brings late counts nowhere', async () => {
    for (const [hanging, other] of [
      [b, a],
      [a, b],
    ] as const) {
      hanging.signal('SIGSTOP');
      other.signal('SIGCONT');
      await within(GOES_ON_MS, () => run.steps(1));
    }
    a.signal('SIGCONT');
    await run.steps(1);
  });

  test('a worker that is ten times slower than the other holds nothing up', async () => {
    const quicken = slowDown(b);
    for (let step = 0; step < 3; step++) await within(GOES_ON_MS, () => run.steps(1));
    // From here on it is alone, so that the run lasts until the next one has started.
    a.signal('SIGSTOP');
    const twin = run.worker('b');
    await twin.said(/computes with/);
    await within(GOES_ON_MS, () => run.steps(1));
    await quicken();
    // Of two processes with the same id, the one that is at work stays, until it dies; the second has waited for that.
    b.signal('SIGKILL');
    expect(twin.has(/joined the run/)).toBe(false);
    await twin.said(/joined the run/);
    b = twin;
    await run.steps(1);
  });

  test('a worker that is asked to end leaves at once, and the last one brings the run to the end of an undisturbed one', async () => {
    a.signal('SIGCONT');
    const left = run.says(/worker default\.b left: SIGTERM/);
    b.signal('SIGTERM');
    expect(await b.ended(), b.output).toEqual({ code: 0, signal: null });
    await left;
    await run.endsAsUndisturbed();
    expect(await a.ended(), a.output).toEqual({ code: 0, signal: null });
  });
});
