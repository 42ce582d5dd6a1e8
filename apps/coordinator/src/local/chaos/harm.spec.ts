import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { Child } from '@lockstep/cli';
import { scriptFile, until, WAITS } from '@lockstep/native/testing';
import { stateOf } from '../../testing/process-state.js';
import { Harm } from './harm.js';
import type { Fault } from './plan.js';

const running: Child[] = [];
afterEach(() => Promise.all(running.splice(0).map((child) => child.stop(1000))));

/** Starts a child that increments a counter every millisecond while it runs. */
function counting(): { child: Child; count: () => number } {
  const script = scriptFile(`${WAITS} let n = 0; setInterval(() => process.stdout.write(++n + '\\n'), 1);`);
  let seen = 0;
  const onLine = (line: string) => (seen = Number(line));
  const child = Child.start({ script, env: {}, onLine, onExit: () => undefined });
  running.push(child);
  return { child, count: () => seen };
}

function fault(kind: Fault['kind'], durationMs: number): Fault {
  return { kind, worker: 0, delaySteps: 0, durationMs };
}

describe('a pause', () => {
  it('stops the child for its duration', async () => {
    const { child, count } = counting();
    await until(() => count() > 0);
    let over = 0;
    const beganMs = performance.now();
    new Harm(child, () => over++).begin(fault('pause', 400));
    await sleep(100);
    const [state, before] = [stateOf(child.pid), count()];
    await sleep(200);
    expect([state, count()]).toEqual(['T', before]);
    await until(() => over === 1);
    expect(performance.now() - beganMs).toBeGreaterThanOrEqual(395);
    await until(() => count() > before);
  });

  it('is over at once when end() is called, once or twice', async () => {
    const { child, count } = counting();
    await until(() => count() > 0);
    let over = 0;
    const harm = new Harm(child, () => over++);
    harm.begin(fault('pause', 60_000));
    harm.end();
    harm.end();
    const before = count();
    await until(() => count() > before);
    expect(over).toBe(1);
  });

  it('is over when the child ends', async () => {
    const { child, count } = counting();
    await until(() => count() > 0);
    let over = 0;
    new Harm(child, () => over++).begin(fault('slow', 60_000));
    child.signal('SIGKILL');
    await until(() => over === 1);
    expect(child.running).toBe(false);
  });
});

describe('slowing down', () => {
  it('stops the child for about nine tenths of the time', async () => {
    const { child, count } = counting();
    await until(() => count() > 0);
    const states: (string | undefined)[] = [];
    const atStart = count();
    let over = 0;
    new Harm(child, () => over++).begin(fault('slow', 1000));
    for (; over === 0; await sleep(1)) states.push(stateOf(child.pid));
    // Counts states, because on a busy machine an unharmed child is slow as well. Late timers let the child run longer there.
    const stopped = states.filter((state) => state === 'T').length / states.length;
    expect(stopped).toBeGreaterThan(0.5);
    expect(stopped).toBeLessThan(1);
    expect(count()).toBeGreaterThan(atStart);
    const after = count();
    await until(() => count() > after);
  });
});
