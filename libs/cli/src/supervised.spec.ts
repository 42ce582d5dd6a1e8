import { afterEach, expect, it } from 'vitest';
import { Child } from './children.js';
import { MAX_FAILURES, Supervised } from './supervised.js';
import { scriptFile, until, WAITS } from '@lockstep/native/testing';

const running: Supervised[] = [];
afterEach(() => Promise.all(running.splice(0).map((child) => child.stop(2000))));

interface Kept {
  child: Supervised;
  /** One phrase for each end of the child. */
  ends: string[];
  givenUp: boolean;
  /** Process ids of all children so far. */
  pids: number[];
}

function keep(text: string): Kept {
  const script = scriptFile(text);
  const pids: number[] = [];
  const start = (onExit: (how: string) => void) => {
    const child = Child.start({ script, env: {}, onLine: () => undefined, onExit });
    if (child.pid !== undefined) pids.push(child.pid);
    return child;
  };
  const ends: string[] = [];
  const child = new Supervised(start, (how, givenUp) => {
    ends.push(how);
    kept.givenUp ||= givenUp;
  });
  const kept: Kept = { child, ends, givenUp: false, pids };
  running.push(child);
  return kept;
}

it('restarts a child that kill() ended at once, without a growing pause and without a limit', async () => {
  const kept = keep(WAITS);
  const kills = MAX_FAILURES + 2;
  const startedMs = performance.now();
  for (let kill = 1; kill <= kills; kill++) {
    expect(kept.child.kill()).toBe(true);
    // Between the kill and the end of the child there is no child to kill.
    expect(kept.child.living).toBeUndefined();
    expect(kept.child.kill()).toBe(false);
    await until(() => kept.pids.length === kill + 1);
  }
  // With pauses that double from half a second, four of them alone would take 7.5 s.
  expect(performance.now() - startedMs).toBeLessThan(3000);
  expect(kept.ends).toEqual(Array(kills).fill('was ended by SIGKILL'));
  expect(kept.givenUp).toBe(false);
  expect(new Set(kept.pids).size).toBe(kills + 1);
  expect(kept.child.living?.pid).toBe(kept.pids.at(-1));
});

it('gives a child up after consecutive failures', async () => {
  const kept = keep('process.exit(3)');
  await until(() => kept.givenUp);
  expect(kept.ends).toEqual(Array(MAX_FAILURES).fill('ended with exit code 3'));
  expect(kept.child.living).toBeUndefined();
});

it('counts a kill by another process as a failure, also after kill()', async () => {
  const kept = keep(WAITS);
  kept.child.kill();
  await until(() => kept.pids.length === 2);
  const againMs = performance.now();
  process.kill(kept.pids[1]!, 'SIGKILL');
  await until(() => kept.pids.length === 3);
  expect(performance.now() - againMs).toBeGreaterThan(450);
});

it('sends no signal to a child that has ended, because its id may belong to another process', async () => {
  const ended: string[] = [];
  const script = scriptFile('');
  const child = Child.start({ script, env: {}, onLine: () => undefined, onExit: (how) => ended.push(how) });
  await until(() => ended.length === 1);
  expect([child.running, child.signal('SIGCONT')]).toEqual([false, false]);
});
