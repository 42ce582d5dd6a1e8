import { adamInitial, adamStep } from '@lockstep/optim';
import { describe, expect, it } from 'vitest';
import { InvalidConfigError } from '../errors.js';
import {
  checkpoints,
  clusterAfter,
  idOf,
  kinds,
  leased,
  notices,
  of,
  sent,
  startState,
  TestCoordinator,
} from '../testing/coordinator.js';
import { CoordinatorMachine } from './machine.js';
import type { CoordinatorEffect } from './events.js';

const ADAM = { learningRate: 0.125, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

describe('a step', () => {
  it('averages the gradients by their samples and applies Adam', () => {
    const cluster = new TestCoordinator();
    cluster.join(1);
    const [stepped] = of(cluster.answer(1), 'stepped');
    const { weights } = startState();
    const adam = adamInitial(4);
    adamStep(weights, Float32Array.of(10, 20, 30, 40), 8, adam, ADAM);
    expect(cluster.machine.training.weights).toEqual(weights);
    expect(cluster.machine.training.adam).toEqual(adam);
    expect(cluster.machine.training.epochLossSum).toBe(1.25 * 8);
    expect(stepped!.record).toEqual({
      step: 1,
      epoch: 1,
      loss: 1.25,
      samples: 8,
      workers: { 'p.w1': { computeMs: 0, waitMs: 0, wireMs: 0 } },
    });
  });

  it('with fewer samples is averaged over these', () => {
    const cluster = clusterAfter(2);
    const [stepped] = of(cluster.answer(1), 'stepped');
    expect(stepped!.record).toMatchObject({ step: 3, epoch: 1, loss: 10 / 4, samples: 4 });
    const { weights } = startState();
    const adam = adamInitial(4);
    for (const samples of [8, 8, 4]) adamStep(weights, Float32Array.of(10, 20, 30, 40), samples, adam, ADAM);
    expect(cluster.machine.training.weights).toEqual(weights);
    expect(cluster.machine.training.adam).toEqual(adam);
  });

  it('broadcasts the new weights in parts, all messages stamped with leader epoch and version', () => {
    const cluster = new TestCoordinator({ leaderEpoch: 7 });
    expect(sent(cluster.join(1), 'lease')[0]!.body.firstShard).toBe(0);
    const effects = cluster.answer(1);
    expect(kinds(effects)).toEqual(['broadcast weightsPart', 'broadcast weightsPart', 'stepped', 'send lease']);
    const messages = effects.flatMap((effect) =>
      effect.kind !== 'notice' && 'message' in effect ? [effect.message] : [],
    );
    expect(messages.map(({ leaderEpoch, version }) => [leaderEpoch, version])).toEqual([
      [7, 1],
      [7, 1],
      [7, 1],
    ]);
    const bytes = new Uint8Array(cluster.machine.training.weights.buffer);
    expect(messages.slice(0, 2).map(({ body }) => body)).toEqual([
      { kind: 'weightsPart', part: 0, data: bytes.subarray(0, 8) },
      { kind: 'weightsPart', part: 1, data: bytes.subarray(8, 16) },
    ]);
  });
});

describe('weights that a worker asks for', () => {
  const asked = (cluster: TestCoordinator, version: number, parts: number[]) =>
    sent(cluster.from(1, { kind: 'weightsRequest', version, parts }), 'weightsPart').map(({ to, body }) => {
      return [to, body.part, [...body.data]];
    });

  it('are the latest, all of them or the parts that it lacks', () => {
    const cluster = clusterAfter(1);
    const bytes = [...new Uint8Array(cluster.machine.training.weights.buffer)];
    const [first, second] = [bytes.slice(0, 8), bytes.slice(8)];
    const whole = [
      [idOf(1), 0, first],
      [idOf(1), 1, second],
    ];
    expect(asked(cluster, 1, [])).toEqual(whole);
    cluster.nowMs += 100;
    expect(asked(cluster, 1, [1])).toEqual([[idOf(1), 1, second]]);
    cluster.nowMs += 100;
    expect(asked(cluster, 1, [1, 1, 7])).toEqual([[idOf(1), 1, second]]);
    cluster.nowMs += 100;
    // Parts of an older version are of no use with parts of this one.
    expect(asked(cluster, 0, [1])).toEqual(whole);
  });

  it('come now and then, however often it asks, which is said once', () => {
    const cluster = clusterAfter(1);
    cluster.join(2);
    const flood = (n: number) => cluster.from(n, { kind: 'weightsRequest', version: 1, parts: [] });
    const effects = Array.from({ length: 250 }, (_, ms) => {
      cluster.nowMs = ms;
      return flood(1);
    }).flat();
    expect(sent(effects, 'weightsPart')).toHaveLength(3 * 2);
    expect(notices(effects)).toEqual(['warn: worker p.w1 floods with requests for weights: not all are answered']);
    // Others are not made to wait for it.
    expect(sent(flood(2), 'weightsPart')).toHaveLength(2);
  });
});

describe('epochs and the end', () => {
  it('come in order: steps, epochs, the evaluation after the last step, the end', () => {
    const cluster = new TestCoordinator();
    cluster.join(1);
    const effects: CoordinatorEffect[] = [];
    for (let step = 0; step < 7; step++) effects.push(...cluster.answer(1));
    effects.push(...cluster.handle({ kind: 'checkpointed', version: 3 }));
    effects.push(...cluster.handle({ kind: 'checkpointed', version: 6 }));
    const story = effects.flatMap((effect) => {
      if (effect.kind === 'stepped') return [`step ${effect.record.step} of epoch ${effect.record.epoch}`];
      if (effect.kind === 'epochEnded') return [`epoch ${effect.epoch} ended with ${effect.loss}`];
      if (effect.kind === 'checkpoint') return [`checkpoint ${effect.reason} ${effect.state.version}`];
      if (effect.kind === 'evaluated') return [`test loss ${effect.testLoss}`];
      if (effect.kind === 'ended') return [`${effect.outcome}: ${effect.reason}`];
      if (effect.kind === 'notice') return [effect.message];
      return effect.message.body.kind === 'ended' ? [`said: ${effect.message.body.reason}`] : [];
    });
    expect(story).toEqual([
      'step 1 of epoch 1',
      'step 2 of epoch 1',
      'step 3 of epoch 1',
      'epoch 1 ended with 1.5',
      'checkpoint epoch 3',
      'step 4 of epoch 2',
      'step 5 of epoch 2',
      'step 6 of epoch 2',
      'the last step is done: computing the test loss',
      'epoch 2 ended with 1.5',
      'test loss 1',
      'checkpoint last 6',
      'said: all steps are done',
      'finished: all steps are done',
    ]);
    expect(cluster.tick(1)).toEqual([]);
  });

  it('end in the middle of an epoch when the steps say so', () => {
    const cluster = clusterAfter(1, { totalSteps: 2 });
    const effects = cluster.answer(1);
    expect(of(effects, 'epochEnded')).toEqual([]);
    expect(checkpoints(effects)).toEqual(['last 2']);
  });

  it('lease the evaluation with the phase that says so, and its vectors are empty', () => {
    const cluster = clusterAfter(1, { totalSteps: 1 });
    expect(cluster.leases.get(1)).toMatchObject({ phase: 'evaluate', firstShard: 0, shardCount: 3 });
    expect(cluster.parts(1).map(({ data }) => data.byteLength)).toEqual([0]);
    const [part] = cluster.parts(1);
    expect(sent(cluster.part(1, { ...part!, data: new Uint8Array(8) }), 'refusal')[0]!.body.code).toBe('WRONG_SHAPE');
  });

  it('go straight to the evaluation when a resumed run has done all steps', () => {
    const state = { ...startState(), version: 6, epochLosses: [1, 1] };
    const cluster = new TestCoordinator({}, state);
    cluster.join(1);
    const effects = cluster.answer(1);
    expect(kinds(effects)).toEqual(['evaluated', 'broadcast ended', 'ended']);
  });

  it('do not evaluate twice when a second worker answers while the last checkpoint is written', () => {
    const cluster = clusterAfter(1, { totalSteps: 1 });
    cluster.join(2);
    cluster.live(10_100, [1, 2]);
    const late = cluster.parts(1);
    expect(of(cluster.answer(2), 'evaluated')).toHaveLength(1);
    expect(late.flatMap((part) => cluster.part(1, part))).toEqual([]);
  });

  it('refuse a plan that cannot be carried out', () => {
    expect(() => new CoordinatorMachine({ ...new TestCoordinator().config, batchSize: 2 }, startState())).toThrow(
      InvalidConfigError,
    );
  });
});

describe('time', () => {
  it('brings a heartbeat of the leader every half second', () => {
    const cluster = new TestCoordinator();
    const heartbeats = [0, 100, 499, 500, 999, 1000].map((atMs) =>
      kinds(cluster.tick(atMs)).includes('broadcast heartbeat'),
    );
    expect(heartbeats).toEqual([true, false, false, true, false, true]);
  });

  it('takes a silent worker for dead, and takes it back when it speaks again', () => {
    const cluster = clusterAfter(0);
    expect(notices(cluster.live(5100, []))).toEqual([
      'warn: worker p.w1 was silent for 5.1 s; its 4 shard(s) are leased again',
    ]);
    expect(cluster.machine.workerCount).toBe(0);
    expect(sent(cluster.heartbeat(1), 'refusal')[0]!.body.code).toBe('UNKNOWN_WORKER');
    expect(leased(cluster.join(1))).toEqual(['w1: 0-3']);
  });

  it('takes every message of a worker for a sign of life', () => {
    const cluster = clusterAfter(0);
    cluster.nowMs = 4000;
    cluster.from(1, { kind: 'weightsRequest', version: 0, parts: [] });
    expect(notices(cluster.tick(9000))).toEqual([]);
  });
});

it('keeps nothing of steps that are over, nor of workers that are gone', () => {
  const cluster = new TestCoordinator({ totalSteps: 2000, trainSamples: 80 });
  cluster.join(1);
  cluster.join(2);
  const sizeOf = () => {
    const seen = new Set<unknown>();
    return JSON.stringify(cluster.machine, (key, value: unknown) => {
      if (key === 'epochLosses' || ArrayBuffer.isView(value) || seen.has(value)) return undefined;
      // Parts of the machine know each other: each counts once.
      if (typeof value === 'object') seen.add(value);
      return value instanceof Map || value instanceof Set ? [...value] : value;
    }).length;
  };
  const live = (steps: number) => {
    for (let step = 0; step < steps; step++) {
      cluster.nowMs += 10;
      cluster.join(3, {}, 1000 + step);
      [1, 2].forEach((n) => cluster.answer(n));
      cluster.from(3, { kind: 'leave', reason: 'for a while' }, 1000 + step);
    }
  };
  live(100);
  const before = sizeOf();
  live(300);
  expect(cluster.machine.training.version).toBeGreaterThan(200);
  // Numbers have become longer as text.
  expect(sizeOf() - before).toBeLessThan(50);
});
