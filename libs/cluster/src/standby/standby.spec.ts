import { describe, expect, it } from 'vitest';
import { World } from '../world.js';
import { Following, STANDBY_CONFIG, TestLeader } from '../testing/standby.js';
import { KEPT_GRADIENTS } from './feed.js';
import { StandbyMachine } from './standby.js';

describe('a standby', () => {
  it('holds the state of the leader bit by bit after every step', () => {
    const following = new Following(new World(1));
    following.run(1000, 2000);
    for (let step = 1; step <= 50; step++) {
      following.run(20, 10);
      expect(following.standbys[0]!.training).toEqual(following.leader.state);
    }
    expect(following.leader.state.version).toBe(50);
    expect(following.standbys[0]!.synced).toBe(true);
    expect(following.notices).toEqual(['in step with the leader from step 0 on']);
  });

  it('that starts during a run takes a snapshot while steps continue', () => {
    const following = new Following(new World(1), 0);
    following.run(3000, 20);
    following.standbys.push(new StandbyMachine(STANDBY_CONFIG));
    following.run(1000, 20);
    following.run(10, 100);
    expect(following.leader.state.version).toBeGreaterThan(190);
    expect(following.standbys[0]!.training).toEqual(following.leader.state);
  });

  it('has no state before the first snapshot, which needs a fingerprint', () => {
    const following = new Following(new World(1));
    following.leader.state.fingerprint = undefined;
    following.run(2000, 5000);
    expect(following.standbys[0]!.training).toBeUndefined();
    following.leader.state.fingerprint = 'f'.repeat(64);
    following.run(1000, 100);
    expect(following.standbys[0]!.training).toEqual(following.leader.state);
  });

  it('requests lost parts from the leader without another snapshot', () => {
    const following = new Following(new World(1));
    following.run(500, 1000);
    following.loss = 0.05;
    following.run(60_000, 600);
    following.loss = 0;
    following.run(1500, 2000);
    expect(following.standbys[0]!.training).toEqual(following.leader.state);
    expect(following.notices).toEqual(['in step with the leader from step 0 on']);
  });

  it('takes a snapshot when the leader no longer has the lost parts, and keeps its state until then', () => {
    const following = new Following(new World(1));
    following.run(1000, 100);
    const before = following.standbys[0]!.training!.version;
    following.loss = 1;
    following.run(1000, 100);
    expect(following.leader.state.version).toBeGreaterThan(before + KEPT_GRADIENTS);
    expect(following.standbys[0]!.training!.version).toBe(before);
    following.loss = 0;
    following.run(2000, 100);
    following.run(10, 100);
    expect(following.standbys[0]!.training).toEqual(following.leader.state);
    expect(following.notices[1]).toMatch(/^lost step \d+: requesting a snapshot$/);
  });

  it('follows the newer of two leaders with a new state', () => {
    const following = new Following(new World(1));
    following.run(1000, 50);
    const old = following.leader;
    following.leader = new TestLeader(2);
    following.leader.state.weights[0] = -5;
    const heartbeat = { leaderEpoch: 2, version: 0, toIncarnation: 0, body: { kind: 'heartbeat' as const } };
    following.standbys[0]!.handle({ kind: 'message', message: heartbeat }, following.world.nowMs);
    expect(following.standbys[0]!.training).toBeUndefined();
    following.run(2000, 100);
    const state = structuredClone(following.standbys[0]!.training);
    expect(state).toEqual(following.leader.state);
    old.commit(following.world.nowMs);
    for (const message of old.take())
      following.standbys[0]!.handle({ kind: 'message', message }, following.world.nowMs);
    expect(following.standbys[0]!.training).toEqual(state);
  });

  it('is not changed by parts that do not fit or by a snapshot of too many steps', () => {
    const following = new Following(new World(1));
    following.run(1000, 100);
    const standby = following.standbys[0]!;
    const state = structuredClone(standby.training);
    const version = state!.version + 1;
    const wrong = { kind: 'reducedPart' as const, samples: 8, lossSum: 1, part: 99, data: new Uint8Array(16) };
    const powers = { beta1Power: 1, beta2Power: 1 };
    const huge = { snapshotVersion: 4_000_000_000, ...powers, epochLossSum: 0, fingerprint: undefined };
    for (const body of [wrong, { ...wrong, part: 0, data: new Uint8Array(3) }]) {
      const effects = standby.handle(
        { kind: 'message', message: { leaderEpoch: 1, version, toIncarnation: 0, body } },
        0,
      );
      expect(effects).toMatchObject([{ kind: 'notice', level: 'warn' }]);
    }
    const fresh = new StandbyMachine(STANDBY_CONFIG);
    const body = { kind: 'statePart' as const, ...huge, part: 0, data: new Uint8Array(16) };
    fresh.handle({ kind: 'message', message: { leaderEpoch: 1, version: 1, toIncarnation: 0, body } }, 0);
    expect(fresh.training).toBeUndefined();
    expect(standby.training).toEqual(state);
  });
});
