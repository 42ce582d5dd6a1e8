import { describe, expect, it } from 'vitest';
import { checkpoints, clusterAfter, clusterOf, kinds, notices, TestCoordinator } from '../testing/coordinator.js';

const PAUSED = 'warn: cannot renew the lead of the run: nothing is committed until that is possible again';

const pause = (cluster: TestCoordinator) => cluster.handle({ kind: 'pause' });
const resume = (cluster: TestCoordinator) => cluster.handle({ kind: 'resume' });

describe('a pause', () => {
  it('is reported once, and so is its end', () => {
    const cluster = clusterAfter(1);
    expect(cluster.machine.status(0).paused).toBe(false);
    expect(notices(pause(cluster))).toEqual([PAUSED]);
    expect(pause(cluster)).toEqual([]);
    expect(cluster.machine.status(0).paused).toBe(true);
    expect(notices(resume(cluster))).toEqual(['info: leads the run again']);
    expect(resume(cluster)).toEqual([]);
    expect(cluster.machine.status(0).paused).toBe(false);
  });

  it('leases nothing', () => {
    const cluster = new TestCoordinator();
    pause(cluster);
    expect(kinds(cluster.join(1))).toEqual(['send welcome', 'notice']);
    expect(kinds(resume(cluster))).toEqual(['notice', 'send lease']);
  });

  it('does not lease again, probe, retransmit or broadcast, however long it takes', () => {
    const { cluster } = clusterOf(2, 4, { heartbeatTimeoutMs: 500 });
    cluster.answer(2);
    pause(cluster);
    expect(kinds(cluster.live(30_000, [2], { leaseId: 0 }))).toEqual(['notice']);
    expect(cluster.machine.workerCount).toBe(1);
    expect(kinds(resume(cluster))).toEqual(['notice', 'send lease']);
    expect(kinds(cluster.tick(30_000))).toContain('broadcast heartbeat');
  });

  it('commits a sum that is complete only after its end', () => {
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

  it('delays a verdict of an audit that ends the run', () => {
    const cluster = clusterAfter(1);
    pause(cluster);
    cluster.answer(1, { lossSum: NaN });
    resume(cluster);
    pause(cluster);
    expect(cluster.answer(1, { lossSum: NaN })).toEqual([]);
    expect(kinds(resume(cluster))).toEqual(['notice', 'broadcast ended', 'ended']);
  });

  it('lets a stop end a finished run that waits to announce its end', () => {
    const cluster = clusterAfter(1, { totalSteps: 1 });
    cluster.answer(1);
    pause(cluster);
    expect(kinds(cluster.handle({ kind: 'checkpointed', version: 1 }))).toEqual([]);
    const reason = 'Ctrl-C';
    expect(cluster.handle({ kind: 'stop', reason })).toEqual([{ kind: 'ended', outcome: 'stopped', reason }]);
  });

  it('lets a stop save a checkpoint and end the run', () => {
    const cluster = clusterAfter(1);
    pause(cluster);
    expect(checkpoints(cluster.handle({ kind: 'stop', reason: 'SIGINT' }))).toEqual(['stop 1']);
    expect(cluster.handle({ kind: 'checkpointed', version: 1 })).toEqual([
      { kind: 'ended', outcome: 'stopped', reason: 'SIGINT' },
    ]);
  });

  it('in a run that waits for its last checkpoint ends no worker', () => {
    const cluster = clusterAfter(1, { totalSteps: 1 });
    cluster.answer(1);
    expect(notices(pause(cluster))).toEqual([PAUSED]);
    expect(cluster.tick(600)).toEqual([]);
    expect(cluster.handle({ kind: 'checkpointed', version: 1 })).toEqual([]);
    expect(kinds(resume(cluster))).toEqual(['notice', 'broadcast ended', 'ended']);
  });

  it('ends no worker when the last checkpoint cannot be written', () => {
    const cluster = clusterAfter(1, { totalSteps: 1 });
    pause(cluster);
    const effects = cluster.handle({ kind: 'checkpointed', version: 1, error: 'the disk is full.' });
    expect(effects).toEqual([{ kind: 'ended', outcome: 'failed', reason: 'the disk is full.' }]);
  });
});
