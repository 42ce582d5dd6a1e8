import { describe, expect, it } from 'vitest';
import { SnapshotInbox } from '../standby/snapshot-inbox.js';
import { CONFIG } from '../testing/coordinator.js';
import { stateOf, TestNode } from '../testing/node.js';

function leader(config: ConstructorParameters<typeof TestNode>[0] = {}): TestNode {
  const test = new TestNode(config).run(100);
  expect(test.all('startLeading')).toHaveLength(1);
  return test;
}

/** A standby that follows a leader of epoch 1. */
function standby(): TestNode {
  const test = new TestNode({ role: 'standby' });
  test.key.put();
  return test.run(400);
}

describe('a node that leads', () => {
  it('publishes nothing before its epoch is stored in the folder', () => {
    const test = new TestNode();
    const kinds = test.run(100).effects.map(({ kind }) => kind);
    expect(kinds.indexOf('storeEpoch')).toBeGreaterThan(-1);
    expect(kinds.indexOf('startLeading')).toBeGreaterThan(kinds.indexOf('storeEpoch'));
    expect(kinds.indexOf('broadcast')).toBeGreaterThan(kinds.indexOf('startLeading'));
  });

  it('leads in a newer epoch than its folder holds, even when the key is missing', () => {
    expect(leader({ latestEpoch: 4 }).last('startLeading')).toMatchObject({ leaderEpoch: 5 });
  });

  it('starts a new run from step 0 without saving an adopted state', () => {
    const test = leader();
    expect(test.last('startLeading')).toMatchObject({ version: 0 });
    expect(test.all('encode')).toEqual([]);
  });

  it('saves the state that it resumes before any other checkpoint', () => {
    const test = leader({ resumed: stateOf(2) });
    expect(test.last('startLeading')).toMatchObject({ version: 2 });
    expect(test.last('encode')).toMatchObject({ reason: 'adopted', leaderEpoch: 1, state: { version: 2 } });
    test.node.coordinator!.training.epochLosses.push(0.25);
    expect(test.last('encode').state.epochLosses).toEqual([]);
    test.save();
    expect(test.last('announce')).toMatchObject({ hint: false, last: false });
  });

  it('only warns when the adopted state cannot be saved', () => {
    const test = leader({ resumed: stateOf(2) });
    test.handle({ kind: 'saved', id: test.last('encode').id, answer: { kind: 'failed', error: 'the disk is full.' } });
    expect(test.last('notice').message).toBe(
      'the state that training resumes from could not be saved: the disk is full.',
    );
    expect(test.run(500).all('exit')).toEqual([]);
  });

  it('pauses when it cannot renew its lease, unless it has a server of its own', () => {
    const paused = [false, true].map((alone) => {
      const test = leader({ alone });
      test.server = 'silent';
      return test.run(2000).node.coordinator!.status(test.nowMs).paused;
    });
    expect(paused).toEqual([true, false]);
  });

  it('that is deposed follows the new leader and ignores answers to its earlier requests', () => {
    const test = leader();
    test.server = 'silent';
    test.run(400);
    const old = test.last('writeLeaderKey').id;
    test.server = 'well';
    test.handle({ kind: 'leaderKey', id: old, answer: { kind: 'writeFailed', why: 'conflict', reason: '' } });
    test.depose();
    const kinds = test.effects.map(({ kind }) => kind);
    expect(kinds.indexOf('startFollowing')).toBeGreaterThan(kinds.indexOf('stopLeading'));
    expect(test.all('notice').map(({ message }) => message)).toContain(
      'a coordinator with the leader epoch 2 leads the run: this one is a standby from now on',
    );
    test.forget();
    const entry = { epoch: 2, holder: 'other', state: 'released', revision: 99 } as const;
    test.handle({ kind: 'leaderKey', id: old, answer: { kind: 'read', entry } });
    expect(test.all('writeLeaderKey')).toEqual([]);
  });

  it('that is deposed on its own server fails, because two coordinators use one folder', () => {
    const test = leader({ alone: true });
    test.depose();
    expect(test.last('exit').result).toMatchObject({
      kind: 'failed',
      reason: 'a coordinator with the leader epoch 2 leads the run: end one of the two',
    });
  });

  it('that is deposed during a stop ends as stopped', () => {
    const test = leader({ resumed: stateOf(2) });
    test.save();
    Object.assign(test.node.coordinator!.training, { version: 3 });
    test.handle({ kind: 'stop', reason: 'Ctrl-C' });
    expect(test.last('encode')).toMatchObject({ reason: 'stop', state: { version: 3 } });
    test.depose();
    test.save();
    expect(test.all('startFollowing')).toEqual([]);
    expect(test.last('exit').result).toEqual({ kind: 'stopped', standbys: 0 });
  });
});

describe('a node that takes over', () => {
  it('resumes from the state that it followed without loading a checkpoint', () => {
    const test = standby();
    test.followed(stateOf(3));
    test.release();
    expect(test.all('loadLatest')).toEqual([]);
    expect(test.last('startLeading')).toMatchObject({ leaderEpoch: 2, version: 3 });
    expect(test.all('notice').map(({ message }) => message)).toContain('takes over from step 3 (leader epoch 2)');
  });

  it.each([
    [2, 4, 4],
    [4, 2, 4],
    [undefined, 2, 2],
    [undefined, undefined, 0],
  ])('that is not in step, holds version %s and loads version %s, starts from version %s', (held, latest, expected) => {
    const test = standby();
    if (held !== undefined) {
      test.followed(stateOf(held), new SnapshotInbox(CONFIG));
    }
    test.release();
    expect(test.all('startLeading')).toEqual([]);
    const state = latest === undefined ? undefined : stateOf(latest);
    test.handle({ kind: 'loaded', id: test.last('loadLatest').id, state });
    expect(test.last('startLeading')).toMatchObject({ version: expected });
  });

  it('retries loading when it holds no state, and fails after 20 tries', () => {
    const test = standby();
    test.release();
    for (let tries = 1; tries <= 20; tries++) {
      expect(test.all('loadLatest')).toHaveLength(tries);
      test.handle({ kind: 'loadFailed', id: test.last('loadLatest').id, reason: 'no leader' });
      test.run(1100);
    }
    expect(test.all('loadLatest')).toHaveLength(20);
    expect(test.last('exit').result).toEqual({ kind: 'failed', reason: 'no leader', waitingFor: '' });
    expect(test.key.entry?.state).toBe('released');
  });

  it('does not return to the state that it resumed at its start', () => {
    const test = leader({ resumed: stateOf(4) });
    test.save();
    test.depose();
    test.release();
    test.handle({ kind: 'loaded', id: test.last('loadLatest').id, state: stateOf(2) });
    expect(test.last('startLeading')).toMatchObject({ leaderEpoch: 3, version: 2 });
  });

  it('ignores a state that was loaded for an earlier take-over', () => {
    const test = standby();
    test.release();
    const { id } = test.last('loadLatest');
    test.depose();
    test.release();
    test.handle({ kind: 'loaded', id, state: stateOf(5) });
    expect(test.all('startLeading')).toEqual([]);
    test.handle({ kind: 'loaded', id: test.last('loadLatest').id, state: stateOf(6) });
    expect(test.last('startLeading')).toMatchObject({ version: 6 });
  });

  it('delays its first save until the save of its previous leadership has settled', () => {
    const test = leader({ resumed: stateOf(4) });
    test.save('upload');
    test.depose();
    test.followed(stateOf(5));
    test.release();
    expect(test.last('startLeading')).toMatchObject({ leaderEpoch: 3, version: 5 });
    expect(test.all('encode')).toHaveLength(1);
    test.handle({ kind: 'saved', id: test.last('execute').id, answer: { kind: 'failed', error: 'no answer' } });
    expect(test.last('encode')).toMatchObject({ leaderEpoch: 3, state: { version: 5 } });
  });
});
