import { describe, expect, it } from 'vitest';
import { stateOf, TestNode } from '../testing/node.js';

/** A leader that resumes step 2 and has saved it. */
function leader(): TestNode {
  const test = new TestNode({ resumed: stateOf(2) }).run(100);
  test.save();
  test.forget();
  return test;
}

/** Ends the training as after the last step. */
function finish(test: TestNode, outcome: 'finished' | 'failed'): void {
  const { coordinator } = test.node;
  Object.assign(coordinator!, { ending: { how: outcome, reason: 'the reason' } });
  test.handle({ kind: 'tick' });
}

describe('a node that ends', () => {
  it('writes its results before it tells standbys that the run is over', () => {
    const test = leader();
    finish(test, 'finished');
    expect(test.all('stopLeading')).toHaveLength(1);
    test.run(500);
    expect(test.all('conclude')).toHaveLength(1);
    expect(test.key.entry?.state).toBe('leading');
    test.handle({ kind: 'concluded' });
    expect(test.key.entry?.state).toBe('finished');
    expect(test.last('exit').result).toEqual({ kind: 'finished' });
  });

  it('waits until the adopted state is saved when no other save is pending', () => {
    const test = new TestNode({ resumed: stateOf(6) }).run(100);
    finish(test, 'finished');
    expect(test.run(500).all('conclude')).toEqual([]);
    test.save();
    expect(test.all('conclude')).toHaveLength(1);
  });

  it('of a failed run also ends the run for its standbys', () => {
    const test = leader();
    finish(test, 'failed');
    expect(test.last('exit').result).toMatchObject({ kind: 'failed', reason: 'the reason' });
    expect(test.key.entry?.state).toBe('finished');
    const other = new TestNode({ role: 'standby' }, test.key).run(500);
    expect(other.last('exit').result).toEqual({ kind: 'over', epoch: 1 });
  });

  it('stopped by a person releases the lead', () => {
    const test = leader();
    test.handle({ kind: 'stop', reason: 'Ctrl-C' });
    expect(test.all('notice').map(({ message }) => message)).toContain(
      'Ctrl-C: stopping at the last step with a checkpoint',
    );
    expect(test.last('exit').result).toEqual({ kind: 'stopped', standbys: 0 });
    expect(test.key.entry?.state).toBe('released');
    expect(test.node.handle({ kind: 'tick' }, test.nowMs)).toEqual([]);
  });

  it.each([
    ['lead', 'ends before it leads'],
    ['standby', 'the standby ends'],
  ] as const)('stopped before it leads, as %s, does not change the key', (role, message) => {
    const test = new TestNode({ role });
    test.key.put();
    test.run(200);
    test.handle({ kind: 'stop', reason: 'Ctrl-C' });
    expect(test.all('notice').map((notice) => notice.message)).toContain(`Ctrl-C: ${message}`);
    expect(test.last('exit').result).toEqual({ kind: 'stopped', standbys: 0 });
    expect(test.key.entry?.state).toBe('leading');
  });

  it('stopped during a take-over releases the lead and does not train', () => {
    const test = new TestNode({ role: 'standby' });
    test.key.put();
    test.run(200);
    test.release();
    const { id } = test.last('loadLatest');
    test.handle({ kind: 'stop', reason: 'Ctrl-C' });
    test.handle({ kind: 'loaded', id, state: stateOf(1) });
    test.run(400);
    expect(test.all('startLeading')).toEqual([]);
    expect(test.last('exit').result).toEqual({ kind: 'stopped', standbys: 0 });
    expect(test.key.entry?.state).toBe('released');
  });

  it('aborted before it trains fails with the reason', () => {
    const test = new TestNode();
    test.server = 'silent';
    test.run(100);
    test.handle({ kind: 'abort', reason: 'no local worker can be kept running' });
    test.run(2000);
    expect(test.last('exit').result).toMatchObject({ kind: 'failed', reason: 'no local worker can be kept running' });
  });

  it('ends although it is deposed while it releases the lead', () => {
    const test = leader();
    test.server = 'silent';
    test.run(400);
    test.handle({ kind: 'stop', reason: 'Ctrl-C' });
    expect(test.all('exit')).toEqual([]);
    test.key.put({ epoch: 2 });
    test.server = 'well';
    const { id } = test.last('writeLeaderKey');
    test.handle({ kind: 'leaderKey', id, answer: { kind: 'writeFailed', why: 'unknown', reason: 'no answer' } });
    test.run(400);
    expect(test.last('exit').result).toEqual({ kind: 'stopped', standbys: 0 });
    expect(test.key.entry).toMatchObject({ epoch: 2, state: 'leading' });
  });

  it('reports the epoch of another coordinator that keeps the lead', () => {
    const test = new TestNode();
    for (let renewals = 0; renewals < 4; renewals++) {
      test.key.put();
      test.run(400);
    }
    expect(test.last('exit').result).toEqual({ kind: 'otherLeads', epoch: 1 });
  });
});

describe('a node whose servers have lost the run', () => {
  it.each(['lead', 'standby'] as const)('ends with the reason while it waits, as %s', (role) => {
    const test = new TestNode({ role });
    test.server = 'gone';
    expect(test.run(4900).all('exit')).toEqual([]);
    expect(test.run(500).last('exit').result).toEqual({
      kind: 'storeLost',
      reason: 'the NATS server has lost what it stored of the run',
    });
  });

  it('that leads saves to the disk before it ends with the reason', () => {
    const test = leader();
    Object.assign(test.node.coordinator!.training, { version: 3 });
    test.server = 'gone';
    test.run(7000);
    expect(test.last('encode')).toMatchObject({ reason: 'stop', state: { version: 3 } });
    expect(test.all('exit')).toEqual([]);
    test.save();
    expect(test.last('exit').result.kind).toBe('storeLost');
  });

  it('reports the loss although a stop had started before', () => {
    const test = leader();
    Object.assign(test.node.coordinator!.training, { version: 3 });
    test.handle({ kind: 'stop', reason: 'Ctrl-C' });
    test.server = 'gone';
    test.run(7000);
    test.save();
    const reason = 'the NATS server has lost what it stored of the run';
    expect(test.last('exit').result).toEqual({ kind: 'storeLost', reason });
  });

  it('leads in an epoch far above that of its folder, which may be stale, when it is resumed', () => {
    const epochs = [7, 8].map((incarnation) => {
      const resumed = new TestNode({ newRun: false, incarnation, latestEpoch: 3, resumed: stateOf(2) }).run(100);
      return resumed.last('startLeading').leaderEpoch;
    });
    expect(epochs).toEqual([3 + 65_536 + 7, 3 + 65_536 + 8]);
  });

  it('leads in the next epoch when it is resumed and the server still has the key', () => {
    const test = leader();
    const resumed = new TestNode({ newRun: false, resumed: stateOf(2) }, test.key).run(3000);
    expect(resumed.last('startLeading').leaderEpoch).toBe(2);
  });
});
