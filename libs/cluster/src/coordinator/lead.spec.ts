import { describe, expect, it } from 'vitest';
import {
  checkpoints,
  clusterAfter,
  clusterOf,
  idOf,
  kinds,
  notices,
  of,
  TestCoordinator,
} from '../testing/coordinator.js';

const PAUSED = 'warn: cannot renew the lead of the run: nothing is committed until that is possible again';

const pause = (cluster: TestCoordinator) => cluster.handle({ kind: 'pause' });
const resume = (cluster: TestCoordinator) => cluster.handle({ kind: 'resume' });
const depose = (cluster: TestCoordinator) => cluster.handle({ kind: 'deposed', leaderEpoch: 2 });
const DEPOSED = [
  { kind: 'ended', outcome: 'deposed', reason: 'a coordinator with the leader epoch 2 leads the run' },
] as const;

describe('a pause', () => {
  it('is said once, and so is its end', () => {
    const cluster = clusterAfter(1);
    expect(cluster.machine.status(0).paused).toBe(false);
    expect(notices(pause(cluster))).toEqual([PAUSED]);
    expect(pause(cluster)).toEqual([]);
    expect(cluster.machine.status(0).paused).toBe(true);
    expect(notices(resume(cluster))).toEqual(['info: leads the run again']);
    expect(resume(cluster)).toEqual([]);
    expect(cluster.machine.status(0).paused).toBe(false);
  });

  it('lets nothing be leased', () => {
    const cluster = new TestCoordinator();
    pause(cluster);
    expect(kinds(cluster.join(1))).toEqual(['send welcome', 'notice']);
    expect(kinds(resume(cluster))).toEqual(['notice', 'send lease']);
  });

  it('lets nothing be leased again, probed, chased or broadcast, however long it takes', () => {
    const { cluster } = clusterOf(2, 4, { heartbeatTimeoutMs: 500 });
    cluster.answer(2);
    pause(cluster);
    expect(kinds(cluster.live(30_000, [2], { leaseId: 0 }))).toEqual(['notice']);
    expect(cluster.machine.workerCount).toBe(1);
    expect(kinds(resume(cluster))).toEqual(['notice', 'send lease']);
    expect(kinds(cluster.tick(30_000))).toContain('broadcast heartbeat');
  });

  it('keeps a sum that becomes whole meanwhile, and commits it afterwards', () => {
    const cluster = clusterAfter(1);
    const before = cluster.machine.training.weights.slice();
    pause(cluster);
    expect(cluster.answer(1)).toEqual([]);
    expect(cluster.tick(600)).toEqual([]);
    expect(cluster.machine.training).toMatchObject({ version: 1, weights: before });
    const effects = resume(cluster);
    const committed = ['broadcast weightsPart', 'broadcast weightsPart', 'stepped', 'send lease'];
    expect(kinds(effects)).toEqual(['notice', ...committed]);
    expect(cluster.machine.training).toEqual(clusterAfter(2).machine.training);
  });

  it('keeps a verdict that ends the run until it is over', () => {
    const cluster = clusterAfter(1);
    pause(cluster);
    cluster.answer(1, { lossSum: NaN });
    resume(cluster);
    pause(cluster);
    expect(cluster.answer(1, { lossSum: NaN })).toEqual([]);
    expect(kinds(resume(cluster))).toEqual(['notice', 'broadcast ended', 'ended']);
  });

  it('lets a stop end a run that is done and waits to say so', () => {
    const cluster = clusterAfter(1, { totalSteps: 1 });
    cluster.answer(1);
    pause(cluster);
    expect(kinds(cluster.handle({ kind: 'checkpointed', version: 1 }))).toEqual([]);
    const reason = 'Ctrl-C';
    expect(cluster.handle({ kind: 'stop', reason })).toEqual([{ kind: 'ended', outcome: 'stopped', reason }]);
  });

  it('lets a stop make its checkpoint and end the run', () => {
    const cluster = clusterAfter(1);
    pause(cluster);
    expect(checkpoints(cluster.handle({ kind: 'stop', reason: 'SIGINT' }))).toEqual(['stop 1']);
    expect(cluster.handle({ kind: 'checkpointed', version: 1 })).toEqual([
      { kind: 'ended', outcome: 'stopped', reason: 'SIGINT' },
    ]);
  });

  it('in a run that only waits for its last checkpoint sends no worker away before it is over', () => {
    const cluster = clusterAfter(1, { totalSteps: 1 });
    cluster.answer(1);
    expect(notices(pause(cluster))).toEqual([PAUSED]);
    expect(cluster.tick(600)).toEqual([]);
    expect(cluster.handle({ kind: 'checkpointed', version: 1 })).toEqual([]);
    expect(kinds(resume(cluster))).toEqual(['notice', 'broadcast ended', 'ended']);
  });

  it('sends no worker away when the last checkpoint cannot be written', () => {
    const cluster = clusterAfter(1, { totalSteps: 1 });
    pause(cluster);
    const effects = cluster.handle({ kind: 'checkpointed', version: 1, error: 'the disk is full.' });
    expect(effects).toEqual([{ kind: 'ended', outcome: 'failed', reason: 'the disk is full.' }]);
  });
});

describe('a coordinator that is deposed', () => {
  it('ends without a broadcast and without a checkpoint', () => {
    const cluster = clusterAfter(2);
    expect(depose(cluster)).toEqual(DEPOSED);
    expect(cluster.join(2)).toEqual([]);
  });

  it('ends so while it is paused, though a sum is whole', () => {
    const cluster = clusterAfter(1);
    pause(cluster);
    cluster.answer(1);
    expect(depose(cluster)).toEqual(DEPOSED);
    expect(cluster.machine.training.version).toBe(1);
  });

  it('lets the checkpoint that is being written become whole, and says and hears nothing meanwhile', () => {
    const cluster = clusterAfter(1, { checkpointEvery: 1 });
    expect(depose(cluster)).toEqual([]);
    expect(cluster.answer(1)).toEqual([]);
    expect(cluster.from(1, { kind: 'weightsRequest', version: 1, parts: [] })).toEqual([]);
    expect(cluster.handle({ kind: 'gone', worker: idOf(1), reason: 'fell over' })).toEqual([]);
    expect(cluster.join(2)).toEqual([]);
    // Neither a leader's heartbeat nor a word about workers that are silent: to it they are another leader's.
    expect(cluster.tick(30_000)).toEqual([]);
    expect(cluster.machine.workerCount).toBe(1);
    expect(cluster.handle({ kind: 'checkpointed', version: 1 })).toEqual(DEPOSED);
  });

  it('does not begin the checkpoint that waits for another', () => {
    const cluster = clusterAfter(1, { checkpointEvery: 1, trainSamples: 16 });
    expect(checkpoints(cluster.answer(1))).toEqual([]);
    depose(cluster);
    expect(cluster.handle({ kind: 'checkpointed', version: 1 })).toEqual(DEPOSED);
  });

  it('does not send workers away when a checkpoint that it would have ended with fails', () => {
    const cluster = clusterAfter(1, { totalSteps: 1 });
    depose(cluster);
    const effects = cluster.handle({ kind: 'checkpointed', version: 1, error: 'the disk is full.' });
    expect(kinds(effects)).toEqual(['notice', 'ended']);
    expect(of(effects, 'ended')).toEqual(DEPOSED);
  });

  it('is deposed though it was about to stop or had done everything', () => {
    const stopping = clusterAfter(1);
    stopping.handle({ kind: 'stop', reason: 'SIGINT' });
    depose(stopping);
    expect(stopping.handle({ kind: 'checkpointed', version: 1 })).toEqual(DEPOSED);
    const done = clusterAfter(1, { totalSteps: 1 });
    done.answer(1);
    depose(done);
    expect(done.handle({ kind: 'checkpointed', version: 1 })).toEqual(DEPOSED);
  });
});
