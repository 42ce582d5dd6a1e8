import { expect, it } from 'vitest';
import type { CoordinatorEffect } from '../coordinator/events.js';
import { idOf, TestCoordinator } from '../testing/coordinator.js';
import { TestWorker } from '../testing/worker.js';
import type { WorkerEffect } from './events.js';

const TICK_MS = 50;
const TRAIN_SAMPLES = 80;

/** A process under the one id: it hears all that is said to this id from its start on, and computes a shard per tick. */
class Twin {
  readonly did: string[] = [];
  private readonly jobs: Extract<WorkerEffect, { kind: 'compute' }>[] = [];

  readonly worker: TestWorker;

  constructor(
    incarnation: number,
    readonly startMs: number,
  ) {
    this.worker = new TestWorker({ trainSamples: TRAIN_SAMPLES, incarnation });
  }

  /** Carries effects out. @returns what the coordinator says to it */
  execute(effects: readonly WorkerEffect[], coordinator: TestCoordinator): CoordinatorEffect[] {
    return effects.flatMap((effect) => {
      if (effect.kind === 'compute') this.jobs.push(effect);
      if (effect.kind === 'exit') this.did.push(`exit ${effect.ok}`);
      if (effect.kind !== 'send') return [];
      this.did.push(effect.message.body.kind);
      return coordinator.handle({ kind: 'message', from: idOf(1), message: effect.message });
    });
  }

  tick(nowMs: number): WorkerEffect[] {
    const effects = this.worker.tick(nowMs);
    const job = this.jobs.shift();
    if (!job) return effects;
    this.worker.version = job.work.version;
    return [...effects, ...this.worker.computed(job.leaseId, job.shard)];
  }
}

it('of two processes with one id the second gives up, and the first works on undisturbed', () => {
  const coordinator = new TestCoordinator({ totalSteps: 1000, trainSamples: TRAIN_SAMPLES });
  const twins = [new Twin(1, 0), new Twin(2, 3000)];
  const [first, second] = twins as [Twin, Twin];
  const tell = (effects: readonly CoordinatorEffect[], nowMs: number): void => {
    for (const effect of effects) {
      if (effect.kind !== 'send' && effect.kind !== 'broadcast') continue;
      // Views are valid only now, and each process decodes its own.
      const message = structuredClone(effect.message);
      for (const twin of twins.filter(({ startMs }) => startMs <= nowMs)) {
        twin.worker.nowMs = nowMs;
        tell(twin.execute(twin.worker.handle({ kind: 'message', message }), coordinator), nowMs);
      }
    }
  };
  for (let nowMs = 0; nowMs < 30_000; nowMs += TICK_MS) {
    tell(coordinator.tick(nowMs), nowMs);
    for (const twin of twins) if (twin.startMs <= nowMs) tell(twin.execute(twin.tick(nowMs), coordinator), nowMs);
  }
  expect(second.did).toEqual([...Array<string>(17).fill('join'), 'exit false']);
  expect(first.did.filter((kind) => kind === 'join')).toHaveLength(1);
  expect(first.did).not.toContain('exit true');
  // 600 ticks, and a step takes four shards.
  expect(coordinator.machine.training.version).toBeGreaterThan(100);
});
