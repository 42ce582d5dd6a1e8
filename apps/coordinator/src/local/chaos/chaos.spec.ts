import { setTimeout as sleep } from 'node:timers/promises';
import { Child, createLog, Supervised } from '@lockstep/cli';
import { afterEach, describe, expect, it } from 'vitest';
import { scriptFile, until, WAITS } from '@lockstep/native/testing';
import { stateOf } from '../../testing/process-state.js';
import { Chaos } from './chaos.js';
import { faultAfter, type FaultKind } from './plan.js';

const WORKERS = 2;
const TOTAL_STEPS = 1_000_000;
const PLAN = { rate: 1, seed: 5, workers: WORKERS };
const TIMES = { computeMs: 1, wireMs: 1, waitMs: 1 };

const running: Supervised[] = [];
afterEach(() => Promise.all(running.splice(0).map((child) => child.stop(2000))));

function harmed() {
  const logged: string[] = [];
  const log = createLog({ name: 'test', level: 'info', json: true, write: (line) => logged.push(line) });
  const script = scriptFile(WAITS);
  const victims = Array.from({ length: WORKERS }, (_, i) => {
    const start = (onExit: (how: string) => void) => Child.start({ script, env: {}, onLine: () => undefined, onExit });
    const worker = new Supervised(start, () => undefined);
    running.push(worker);
    return { name: `w${i}`, worker };
  });
  const chaos = new Chaos(PLAN, victims, log);
  const stepped = (step: number, totalSteps = TOTAL_STEPS) => {
    chaos.stepped({ step, epoch: 1, loss: 1, samples: 32, workers: { w0: TIMES, w1: TIMES } }, totalSteps);
  };
  return { chaos, victims, stepped, logged };
}

/** Returns the first step with a fault of this kind. A pause or slowdown lasts more than two seconds. */
function stepWith(kind: FaultKind): { step: number; worker: number } {
  for (let step = 0; ; step++) {
    const fault = faultAfter(PLAN, step);
    if (fault?.kind === kind && (kind === 'kill' || fault.durationMs > 2000)) return { step, worker: fault.worker };
  }
}

/** Checks for 200 ms, which is shorter than any fault of these tests, that the process is not stopped. */
async function expectRunning(pid: number | undefined): Promise<void> {
  const states: (string | undefined)[] = [];
  for (let i = 0; i < 20; i++) {
    await sleep(10);
    states.push(stateOf(pid));
  }
  expect(states).not.toContain('T');
}

describe('chaos', () => {
  it.each(['pause', 'slow'] as const)('resumes all workers when it is stopped during a %s', async (kind) => {
    const { chaos, victims, stepped } = harmed();
    const { step, worker } = stepWith(kind);
    stepped(step);
    const pid = victims[worker]!.worker.pid;
    await until(() => stateOf(pid) === 'T');
    chaos.stop();
    // Neither the current fault nor a later one may harm a worker.
    stepped(stepWith('kill').step);
    await expectRunning(pid);
    expect(chaos.summary().faults).toMatchObject({ total: 1, [kind]: 1 });
  });

  it('stops after the last step, because no step follows for a fault', async () => {
    const { chaos, victims, stepped } = harmed();
    const { step, worker } = stepWith('pause');
    stepped(step);
    const pid = victims[worker]!.worker.pid;
    await until(() => stateOf(pid) === 'T');
    const last = stepWith('kill').step;
    stepped(last, last);
    await expectRunning(pid);
    expect(chaos.summary().faults.total).toBe(1);
  });

  it('kills the planned worker and logs its name', async () => {
    const { victims, stepped, logged } = harmed();
    const { step, worker } = stepWith('kill');
    const pids = victims.map((victim) => victim.worker.pid);
    stepped(step);
    await until(() => victims[worker]!.worker.pid !== pids[worker]);
    expect(victims[1 - worker]!.worker.pid).toBe(pids[1 - worker]);
    expect(logged.join('')).toContain(`chaos: killed w${worker} during step ${step + 1}`);
  });

  it('harms the next worker when the planned one has ended, and counts a missed fault when all have ended', async () => {
    const { chaos, victims, stepped } = harmed();
    const { step, worker } = stepWith('pause');
    await victims[worker]!.worker.stop(1000);
    stepped(step);
    await until(() => stateOf(victims[1 - worker]!.worker.pid) === 'T');
    chaos.stop();
    const { chaos: alone, victims: gone, stepped: steppedAlone } = harmed();
    for (const victim of gone) await victim.worker.stop(1000);
    steppedAlone(step);
    await until(() => alone.summary().missed === 1);
    expect(alone.summary().faults.total).toBe(0);
  });
});
