import { describe, expect, it } from 'vitest';
import {
  idOf,
  JOIN,
  kinds,
  notices,
  CONFIG,
  refusals,
  sent,
  startState,
  TestCoordinator,
} from '../testing/coordinator.js';
import { Members } from './members.js';

const OTHER_HASH = 'c'.repeat(64);

function refusalOf(cluster: TestCoordinator, n: number, changes: Partial<typeof JOIN>) {
  const effects = cluster.join(n, changes);
  expect(kinds(effects)).toEqual(['send refusal', 'notice']);
  const [refusal] = sent(effects, 'refusal');
  expect(notices(effects)).toEqual([`warn: refused p.w${n}: ${refusal!.body.reason}`]);
  return refusal!.body;
}

describe('a join', () => {
  it('is welcomed, told to people, and followed by a lease', () => {
    const cluster = new TestCoordinator();
    const effects = cluster.join(1);
    expect(kinds(effects)).toEqual(['send welcome', 'notice', 'send lease']);
    expect(notices(effects)).toEqual(['info: worker p.w1 joined from here with a test']);
    expect(cluster.machine.workerCount).toBe(1);
  });

  it('with another protocol version is refused', () => {
    const { code, reason } = refusalOf(new TestCoordinator(), 1, { protocolVersion: 7 });
    expect(code).toBe('PROTOCOL_VERSION');
    expect(reason).toBe(
      'this run speaks protocol version 5, you speak 7: install the same release of Lockstep on all machines',
    );
  });

  it('with other parameters is refused', () => {
    const { code, reason } = refusalOf(new TestCoordinator(), 1, { schemaHash: OTHER_HASH });
    expect(code).toBe('SCHEMA');
    expect(reason).toContain("your model's parameters (cccccccccccc…) are not those of this run (aaaaaaaaaaaa…)");
  });

  it('with another number of threads is refused', () => {
    const { code, reason } = refusalOf(new TestCoordinator(), 1, { threads: 2 });
    expect(code).toBe('FINGERPRINT');
    expect(reason).toContain('computes with 1 TensorFlow thread(s) per worker, you with 2');
  });

  it('with another fingerprint than the first worker is refused', () => {
    const cluster = new TestCoordinator();
    cluster.join(1);
    expect(cluster.machine.training.fingerprint).toBe(JOIN.fingerprint);
    const { code, reason } = refusalOf(cluster, 2, { fingerprint: OTHER_HASH });
    expect(code).toBe('FINGERPRINT');
    expect(reason).toContain("have the fingerprint cccccccccccc…, the run's have bbbbbbbbbbbb…");
    expect(cluster.machine.workerCount).toBe(1);
  });

  it('with another fingerprint than the resumed run is refused', () => {
    const cluster = new TestCoordinator({}, { ...startState(), fingerprint: OTHER_HASH });
    expect(refusalOf(cluster, 1, {}).code).toBe('FINGERPRINT');
    expect(cluster.machine.training.fingerprint).toBe(OTHER_HASH);
  });

  it('with other numerics is taken when the run mixes them', () => {
    const cluster = new TestCoordinator({ mixedNumerics: true });
    cluster.join(1);
    expect(sent(cluster.join(2, { fingerprint: OTHER_HASH }), 'welcome')).toHaveLength(1);
    expect(sent(cluster.join(3, { threads: 5 }), 'welcome')).toHaveLength(1);
    expect(cluster.machine.training.fingerprint).toBe(JOIN.fingerprint);
    expect(refusalOf(cluster, 4, { schemaHash: OTHER_HASH }).code).toBe('SCHEMA');
  });

  it('under the id of a living worker is refused until that one is gone', () => {
    const cluster = new TestCoordinator();
    cluster.join(1);
    const effects = cluster.join(1, {}, 99);
    expect(refusals(effects)).toEqual(['w1: DUPLICATE_ID']);
    expect(sent(effects, 'refusal')[0]!.body.reason).toBe(
      'a worker with the id p.w1 is already at work: give each worker its own --id',
    );
    cluster.handle({ kind: 'gone', worker: idOf(1), reason: 'was ended by SIGKILL' });
    expect(kinds(cluster.join(1, {}, 99))).toEqual(['send welcome', 'notice', 'send lease']);
  });

  it('of a worker that is known is welcomed again, without a word and without changing its lease', () => {
    const cluster = new TestCoordinator();
    cluster.join(1);
    expect(kinds(cluster.join(1))).toEqual(['send welcome']);
    expect(cluster.machine.workerCount).toBe(1);
  });

  it('of a worker that is known counts as a sign of life', () => {
    const cluster = new TestCoordinator();
    cluster.join(1);
    cluster.nowMs = 4000;
    cluster.join(1);
    expect(notices(cluster.tick(9000))).toEqual([]);
    expect(notices(cluster.tick(9001))).toEqual([
      'warn: worker p.w1 was silent for 5.0 s; its 4 shard(s) are leased again',
    ]);
  });

  it('of a worker that is known does not make a stuck one look idle', () => {
    const members = new Members(CONFIG, undefined);
    const member = members.join(idOf(1), 1, JOIN, 0);
    if ('code' in member) throw new Error(member.reason);
    member.stuck = true;
    member.heartbeat = { version: 3, leaseId: 7, computed: false, msPerShard: 0 };
    expect(members.join(idOf(1), 1, JOIN, 10)).toBe(member);
    expect(member).toMatchObject({ stuck: true, heartbeat: { leaseId: 7 }, lastSeenMs: 10 });
  });
});

describe('a message of a process that has not joined', () => {
  it('is answered so that it joins, and is no news for people', () => {
    const cluster = new TestCoordinator();
    expect(kinds(cluster.heartbeat(1))).toEqual(['send refusal']);
    expect(refusals(cluster.heartbeat(1))).toEqual(['w1: UNKNOWN_WORKER']);
    expect(refusals(cluster.from(1, { kind: 'weightsRequest', version: 0, parts: [] }))).toEqual([
      'w1: UNKNOWN_WORKER',
    ]);
  });

  it('is not taken for that of the living process with its id', () => {
    const cluster = new TestCoordinator();
    cluster.join(1);
    const [part] = cluster.parts(1);
    expect(refusals(cluster.from(1, { kind: 'gradientPart', ...part! }, 99))).toEqual(['w1: UNKNOWN_WORKER']);
  });

  it('needs no answer when it only wants to leave', () => {
    const cluster = new TestCoordinator();
    cluster.join(1);
    expect(cluster.from(2, { kind: 'leave', reason: 'stopped' })).toEqual([]);
    expect(cluster.from(1, { kind: 'leave', reason: 'stopped' }, 99)).toEqual([]);
    expect(cluster.machine.workerCount).toBe(1);
  });
});

describe('a message that cannot be decoded', () => {
  it('is refused with its sentence and costs no membership', () => {
    const cluster = new TestCoordinator();
    cluster.join(1);
    const effects = cluster.handle({ kind: 'malformed', from: idOf(1), reason: 'malformed message: too long' });
    expect(refusals(effects)).toEqual(['w1: MALFORMED']);
    expect(notices(effects)).toEqual(['warn: refused p.w1: malformed message: too long']);
    expect(cluster.machine.workerCount).toBe(1);
  });
});

describe('Members', () => {
  const joined = (members: Members, n: number, incarnation = n) => {
    const member = members.join(idOf(n), incarnation, JOIN, 0);
    if ('code' in member) throw new Error(member.code);
    return member;
  };

  it('admit 1024 workers and no more', () => {
    const members = new Members(CONFIG, undefined);
    for (let n = 0; n < 1024; n++) joined(members, n);
    expect(members.join(idOf(1024), 1, JOIN, 0)).toEqual({
      code: 'FULL',
      reason: 'the run has 1024 workers, which is the most that it admits',
    });
    expect([members.size, members.sentAway.size, members.get(idOf(1024))]).toEqual([1024, 0, undefined]);
    expect(joined(members, 5).key).toBe('p.w5');
    members.remove('p.w5');
    expect(joined(members, 1024).key).toBe('p.w1024');
  });

  it('are ordered by key, whatever the order in which they came', () => {
    const members = new Members(CONFIG, undefined);
    for (const n of [3, 1, 2]) joined(members, n);
    expect(members.all().map(({ key }) => key)).toEqual(['p.w1', 'p.w2', 'p.w3']);
  });

  it('do not take a banned process back, but another one under its id', () => {
    const members = new Members(CONFIG, undefined);
    const refused = { code: 'WRONG_SHAPE' as const, reason: 'no' };
    members.ban(joined(members, 1), refused);
    expect(members.size).toBe(0);
    expect(members.join(idOf(1), 1, JOIN, 0)).toBe(refused);
    expect(joined(members, 1, 2).incarnation).toBe(2);
  });

  it('remember 1024 banned processes, and forget the oldest first', () => {
    const members = new Members(CONFIG, undefined);
    const refused = { code: 'WRONG_SHAPE' as const, reason: 'no' };
    for (let n = 0; n < 1025; n++) members.ban(joined(members, n), refused);
    expect(members.join(idOf(1), 1, JOIN, 0)).toBe(refused);
    expect(joined(members, 0).key).toBe('p.w0');
  });

  it('do not forget a dissenter for any number of banned processes', () => {
    const members = new Members(CONFIG, undefined);
    const lied = { code: 'AUDIT' as const, reason: 'no' };
    members.quarantine(joined(members, 1).key, lied);
    for (let n = 2; n < 1100; n++) members.ban(joined(members, n), { code: 'WRONG_SHAPE', reason: 'no' });
    expect(members.join(idOf(1), 2, JOIN, 0)).toBe(lied);
  });

  it('are silent once they were not heard for longer than the time-out', () => {
    const members = new Members(CONFIG, undefined);
    joined(members, 1);
    joined(members, 2).lastSeenMs = 100;
    expect(members.silent(5000)).toEqual([]);
    expect(members.silent(5001).map(({ key }) => key)).toEqual(['p.w1']);
  });
});
