import { describe, expect, it } from 'vitest';
import {
  checkpoints,
  clusterAfter,
  idOf,
  kinds,
  leased,
  notices,
  of,
  sent,
  TestCoordinator,
} from '../testing/coordinator.js';

describe('checkpoints', () => {
  it('are requested at the configured interval and at the end of an epoch', () => {
    const cluster = new TestCoordinator({ checkpointEvery: 2, totalSteps: 8 });
    cluster.join(1);
    const wanted: string[] = [];
    for (let step = 0; step < 8; step++) {
      const effects = cluster.answer(1);
      wanted.push(...checkpoints(effects));
      for (const { state } of of(effects, 'checkpoint'))
        cluster.handle({ kind: 'checkpointed', version: state.version });
    }
    expect(wanted).toEqual(['periodic 2', 'epoch 3', 'periodic 4', 'epoch 6', 'last 8']);
  });

  it('hold a copy of the state', () => {
    const cluster = clusterAfter(0, { checkpointEvery: 1 });
    const [checkpoint] = of(cluster.answer(1), 'checkpoint');
    const copy = structuredClone(checkpoint!.state);
    cluster.answer(1);
    expect(checkpoint!.state).toEqual(copy);
    expect(cluster.machine.training.weights).not.toEqual(copy.weights);
  });

  it('that fail produce a warning, and training continues', () => {
    const cluster = clusterAfter(1, { checkpointEvery: 1 });
    const effects = cluster.handle({ kind: 'checkpointed', version: 1, error: 'the disk is full.' });
    expect(notices(effects)).toEqual([
      'warn: the disk is full. Training continues, and the next checkpoint is tried at its usual time.',
    ]);
    expect(checkpoints(cluster.answer(1))).toEqual(['periodic 2']);
  });

  it('that fail at the end fail the run', () => {
    const cluster = clusterAfter(1, { totalSteps: 1 });
    expect(of(cluster.answer(1), 'ended')).toEqual([]);
    const effects = cluster.handle({ kind: 'checkpointed', version: 1, error: 'the disk is full.' });
    expect(kinds(effects)).toEqual(['broadcast ended', 'ended']);
    expect(effects.at(-1)).toEqual({ kind: 'ended', outcome: 'failed', reason: 'the disk is full.' });
  });
});

describe('a stop', () => {
  const stop = (cluster: TestCoordinator) => cluster.handle({ kind: 'stop', reason: 'SIGINT' });

  it('before the first step ends the training at once', () => {
    const cluster = clusterAfter(0);
    expect(stop(cluster)).toEqual([{ kind: 'ended', outcome: 'stopped', reason: 'SIGINT' }]);
    expect(cluster.join(2)).toEqual([]);
  });

  it('saves the state and leases nothing more', () => {
    const cluster = clusterAfter(2);
    expect(checkpoints(stop(cluster))).toEqual(['stop 2']);
    expect(leased(cluster.handle({ kind: 'gone', worker: idOf(1), reason: 'fell over' }))).toEqual([]);
    expect(leased(cluster.join(2))).toEqual([]);
    expect(kinds(cluster.tick(20_000))).not.toContain('send lease');
    expect(cluster.handle({ kind: 'checkpointed', version: 2 })).toEqual([
      { kind: 'ended', outcome: 'stopped', reason: 'SIGINT' },
    ]);
  });

  it('commits no step while its checkpoint is written', () => {
    const cluster = clusterAfter(1);
    stop(cluster);
    expect(cluster.answer(1)).toEqual([]);
    expect(cluster.machine.training.version).toBe(1);
  });

  it('requests nothing while its checkpoint is written', () => {
    const cluster = clusterAfter(1);
    stop(cluster);
    expect(sent(cluster.live(3000, [1], { computed: true }), 'gradientRequest')).toEqual([]);
  });

  it('waits for the pending checkpoint of an older step', () => {
    const cluster = clusterAfter(2, { checkpointEvery: 1 });
    expect(checkpoints(stop(cluster))).toEqual([]);
    expect(checkpoints(cluster.handle({ kind: 'checkpointed', version: 1 }))).toEqual(['stop 2']);
    expect(of(cluster.handle({ kind: 'checkpointed', version: 2 }), 'ended')).toHaveLength(1);
  });

  it('needs no second checkpoint of the same step', () => {
    const cluster = clusterAfter(1, { checkpointEvery: 1 });
    expect(stop(cluster)).toEqual([]);
    expect(kinds(cluster.handle({ kind: 'checkpointed', version: 1 }))).toEqual(['ended']);
    const saved = clusterAfter(1, { checkpointEvery: 1 });
    saved.handle({ kind: 'checkpointed', version: 1 });
    expect(kinds(stop(saved))).toEqual(['ended']);
  });

  it('does not end the workers, which wait for the coordinator to come back', () => {
    const cluster = clusterAfter(1);
    const effects = [...stop(cluster), ...cluster.handle({ kind: 'checkpointed', version: 1 })];
    expect(kinds(effects)).toEqual(['checkpoint', 'ended']);
  });

  it('counts only once', () => {
    const cluster = clusterAfter(1);
    stop(cluster);
    expect(cluster.handle({ kind: 'abort', reason: 'no more' })).toEqual([]);
    expect(of(cluster.handle({ kind: 'checkpointed', version: 1 }), 'ended')[0]!.outcome).toBe('stopped');
  });

  it('because of an abort saves the state and fails the run', () => {
    const cluster = clusterAfter(1);
    const reason = 'all workers have ended';
    expect(checkpoints(cluster.handle({ kind: 'abort', reason }))).toEqual(['stop 1']);
    expect(of(cluster.handle({ kind: 'checkpointed', version: 1 }), 'ended')).toEqual([
      { kind: 'ended', outcome: 'failed', reason },
    ]);
  });
});
