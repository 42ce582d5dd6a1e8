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

/** What the leader said, as `kind version part`. */
function said(): string[] {
  return leader.take().map(({ version, body }) => `${body.kind} ${version}${'part' in body ? ` ${body.part}` : ''}`);
}

const gradient = (version: number) => [0, 1, 2, 3].map((part) => `reducedPart ${version} ${part}`);

describe('the feed of standbys', () => {
  it('says nothing and keeps nothing while nobody stands by', () => {
    leader.commit(0);
    leader.feed.tick(1000);
    expect(said()).toEqual([]);
    heartbeat(1100);
    expect(receive({ kind: 'reducedRequest', version: 1, parts: [] }, 1100)).toEqual([]);
  });

  it('sends every gradient once while somebody does, and stops when all are silent', () => {
    heartbeat(0);
    leader.commit(10);
    expect(said()).toEqual(gradient(1));
    heartbeat(1000, 'b');
    leader.commit(3500);
    expect(said()).toEqual(gradient(2));
    leader.commit(4001);
    expect(said()).toEqual([]);
    expect(leader.notices).toEqual([
      'a stands by',
      'b stands by',
      'a stands by no more: it is silent',
      'b stands by no more: it is silent',
    ]);
  });

  it('sends a heartbeat at once to one that is new, and then now and again', () => {
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

  it('sends parts of one snapshot until it is through, however many steps are made meanwhile', () => {
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
    // Whoever comes now gets a new one.
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

  it('makes no second snapshot while one is pulled, until that one is given up', () => {
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

  it('does not take a question beyond its end for all of a snapshot', () => {
    heartbeat(0);
    receive({ kind: 'stateRequest', snapshotVersion: undefined, firstPart: 0, partCount: 1 }, 10);
    receive({ kind: 'stateRequest', snapshotVersion: 0, firstPart: 1000, partCount: 1 }, 20);
    for (let step = 0; step < 5; step++) leader.commit(20);
    said();
    // One that comes now does not get a snapshot of its own: whoever pulls the first one is not through.
    expect(
      receive({ kind: 'stateRequest', snapshotVersion: undefined, firstPart: 0, partCount: 1 }, 30, { from: 'b' }),
    ).toEqual([]);
  });

  it('sends no more than so much for one question, and remembers no more than so many', () => {
    heartbeat(0);
    for (let step = 0; step < 50; step++) leader.commit(0);
    said();
    expect(
      receive({ kind: 'stateRequest', snapshotVersion: undefined, firstPart: 0, partCount: 1_000_000 }, 10),
    ).toHaveLength(16);
    for (let n = 0; n < 1000; n++) heartbeat(20, `standby-${n}`);
    expect(leader.feed.status(30).length).toBe(16);
  });

  it('tells how its standbys are', () => {
    receive({ kind: 'heartbeat', version: 7, synced: true }, 100);
    receive({ kind: 'heartbeat', version: 9, synced: true }, 150, { from: 'b', leaderEpoch: 2 });
    expect(leader.feed.status(400)).toEqual([
      { id: 'a', version: 7, synced: true, silentMs: 300 },
      // What it says is true of another leader.
      { id: 'b', version: 9, synced: false, silentMs: 250 },
    ]);
  });
});
