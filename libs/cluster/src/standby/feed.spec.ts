import type { StandbyBody } from '@lockstep/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import { TestLeader } from '../testing/standby.js';
import { KEPT_GRADIENTS } from './feed.js';

let leader: TestLeader;
beforeEach(() => {
  leader = new TestLeader(3);
});

function receive(body: StandbyBody, nowMs: number, { from = 'a', leaderEpoch = 3 } = {}): string[] {
  leader.feed.onMessage(from, { incarnation: 1, leaderEpoch, body }, nowMs);
  return said();
}

function heartbeat(nowMs: number, from = 'a'): string[] {
  return receive({ kind: 'heartbeat', version: 0, synced: false }, nowMs, { from });
}

/** The leader's messages, as `kind version part`. */
function said(): string[] {
  return leader.take().map(({ version, body }) => `${body.kind} ${version}${'part' in body ? ` ${body.part}` : ''}`);
}

const gradient = (version: number) => [0, 1, 2, 3].map((part) => `reducedPart ${version} ${part}`);

describe('the feed of standbys', () => {
  it('sends and keeps nothing without standbys', () => {
    leader.commit(0);
    leader.feed.tick(1000);
    expect(said()).toEqual([]);
    heartbeat(1100);
    expect(receive({ kind: 'reducedRequest', version: 1, parts: [] }, 1100)).toEqual([]);
  });

  it('sends every gradient once to standbys, and stops when all are silent', () => {
    heartbeat(0);
    leader.commit(10);
    expect(said()).toEqual(gradient(1));
    heartbeat(1000, 'b');
    leader.commit(3500);
    expect(said()).toEqual(gradient(2));
    leader.commit(4001);
    expect(said()).toEqual([]);
    expect(leader.notices).toEqual([
      'a is a standby now',
      'b is a standby now',
      'a is silent and no longer counts as a standby',
      'b is silent and no longer counts as a standby',
    ]);
  });

  it('sends a heartbeat at once to a new standby, and then periodically', () => {
    heartbeat(0);
    leader.feed.tick(50);
    leader.feed.tick(400);
    leader.feed.tick(550);
    expect(said()).toEqual(['heartbeat 0', 'heartbeat 0']);
    heartbeat(600, 'b');
    leader.feed.tick(650);
    expect(said()).toEqual(['heartbeat 0']);
  });

  it('sends the parts of the last gradients again, under their own version', () => {
    heartbeat(0);
    for (let step = 0; step < 3; step++) leader.commit(10);
    said();
    expect(receive({ kind: 'reducedRequest', version: 2, parts: [1, 3] }, 20)).toEqual([
      'reducedPart 2 1',
      'reducedPart 2 3',
    ]);
    expect(receive({ kind: 'reducedRequest', version: 3, parts: [] }, 20)).toEqual(gradient(3));
    expect(receive({ kind: 'reducedRequest', version: 3 - KEPT_GRADIENTS, parts: [] }, 20)).toEqual([]);
    expect(receive({ kind: 'reducedRequest', version: 2, parts: [] }, 20, { leaderEpoch: 2 })).toEqual([]);
  });

  it('sends parts of one snapshot until it is complete, regardless of new steps', () => {
    heartbeat(0);
    expect(receive({ kind: 'stateRequest', snapshotVersion: undefined, firstPart: 0, partCount: 2 }, 10)).toEqual([
      'statePart 0 0',
      'statePart 0 1',
    ]);
    for (let step = 0; step < 5; step++) leader.commit(20);
    leader.take();
    leader.feed.onMessage(
      'a',
      {
        incarnation: 1,
        leaderEpoch: 3,
        body: { kind: 'stateRequest', snapshotVersion: 0, firstPart: 2, partCount: 100 },
      },
      30,
    );
    const parts = leader.take().map(({ body }) => body);
    expect(parts).toHaveLength(10);
    for (const body of parts) expect(body).toMatchObject({ kind: 'statePart', snapshotVersion: 0 });
    // The next standby gets a new snapshot.
    leader.feed.onMessage(
      'b',
      {
        incarnation: 1,
        leaderEpoch: 3,
        body: { kind: 'stateRequest', snapshotVersion: undefined, firstPart: 0, partCount: 1 },
      },
      40,
    );
    expect(leader.take()[0]!.body).toMatchObject({ kind: 'statePart', snapshotVersion: 5 });
  });

  it('makes no second snapshot while a standby pulls the first one', () => {
    heartbeat(0);
    receive({ kind: 'stateRequest', snapshotVersion: undefined, firstPart: 0, partCount: 1 }, 10);
    for (let step = 0; step < 5; step++) leader.commit(20);
    said();
    expect(
      receive({ kind: 'stateRequest', snapshotVersion: undefined, firstPart: 0, partCount: 1 }, 30, { from: 'b' }),
    ).toEqual([]);
    leader.feed.tick(2500);
    said();
    expect(
      receive({ kind: 'stateRequest', snapshotVersion: undefined, firstPart: 0, partCount: 1 }, 2600, { from: 'b' }),
    ).toEqual(['statePart 5 0']);
  });

  it('does not count a request beyond the end as a complete snapshot', () => {
    heartbeat(0);
    receive({ kind: 'stateRequest', snapshotVersion: undefined, firstPart: 0, partCount: 1 }, 10);
    receive({ kind: 'stateRequest', snapshotVersion: 0, firstPart: 1000, partCount: 1 }, 20);
    for (let step = 0; step < 5; step++) leader.commit(20);
    said();
    // A new standby gets no snapshot of its own, because the first one is not complete.
    expect(
      receive({ kind: 'stateRequest', snapshotVersion: undefined, firstPart: 0, partCount: 1 }, 30, { from: 'b' }),
    ).toEqual([]);
  });

  it('bounds the parts per request and the number of standbys', () => {
    heartbeat(0);
    for (let step = 0; step < 50; step++) leader.commit(0);
    said();
    expect(
      receive({ kind: 'stateRequest', snapshotVersion: undefined, firstPart: 0, partCount: 1_000_000 }, 10),
    ).toHaveLength(16);
    for (let n = 0; n < 1000; n++) heartbeat(20, `standby-${n}`);
    expect(leader.feed.status(30).length).toBe(16);
  });

  it('reports the status of its standbys', () => {
    receive({ kind: 'heartbeat', version: 7, synced: true }, 100);
    receive({ kind: 'heartbeat', version: 9, synced: true }, 150, { from: 'b', leaderEpoch: 2 });
    expect(leader.feed.status(400)).toEqual([
      { id: 'a', version: 7, synced: true, silentMs: 300 },
      // It reports the state of another leader.
      { id: 'b', version: 9, synced: false, silentMs: 250 },
    ]);
  });
});
