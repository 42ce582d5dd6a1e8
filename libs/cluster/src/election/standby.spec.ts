import { beforeEach, describe, expect, it } from 'vitest';
import { LEASE, TestKey, TestLeadership } from '../testing/leadership.js';

let key: TestKey;
let me: TestLeadership;
beforeEach(() => {
  key = new TestKey();
  me = new TestLeadership(key);
});

function standby(): TestLeadership {
  return new TestLeadership(key, { role: 'standby', holder: 'standby' });
}

describe('a standby', () => {
  it('waits while the leader renews', () => {
    me.lead();
    expect(standby().run(60_000, () => me.run(50))).toEqual([]);
    expect(key.entry?.epoch).toBe(1);
  });

  it('takes over after the lease when the leader is gone', () => {
    me.lead();
    const other = standby();
    other.run(1000, () => me.run(50));
    expect(other.run(LEASE.leaseMs - LEASE.renewMs)).toEqual([]);
    expect(other.run(2 * LEASE.renewMs)).toEqual(['lead 2']);
    expect(key.entry).toMatchObject({ epoch: 2, holder: 'standby', state: 'leading' });
  });

  it('takes over at its next look what the leader released', () => {
    me.lead();
    const other = standby();
    other.run(1000, () => me.run(50));
    me.dispatch({ kind: 'end', state: 'released' });
    expect(me.take()).toEqual(['ended']);
    expect(other.run(LEASE.renewMs + 50)).toEqual(['lead 2']);
  });

  it('is told that the run is over', () => {
    me.lead();
    const other = standby();
    other.run(1000, () => me.run(50));
    me.dispatch({ kind: 'end', state: 'finished' });
    expect(other.run(LEASE.renewMs + 50)).toEqual(['finished 1']);
    expect(other.run(10_000)).toEqual([]);
    expect(key.entry).toMatchObject({ epoch: 1, state: 'finished' });
  });

  it('gives a leader that was cut off like itself the time to renew', () => {
    me.lead();
    const other = standby();
    const both = () => me.run(50);
    other.run(1000, both);
    me.server = other.server = 'dead';
    other.run(20_000, both);
    other.take();
    other.server = 'well';
    other.run(1000);
    me.server = 'well';
    expect(other.run(10_000, both)).toEqual([]);
    expect(key.entry).toMatchObject({ epoch: 1, holder: 'me' });
  });

  it('waits for a key that is missing as for one that nobody renews', () => {
    const other = standby();
    expect(other.run(LEASE.leaseMs)).toEqual([]);
    expect(other.run(LEASE.renewMs)).toEqual(['lead 1']);
  });

  it('takes a larger epoch than it has ever seen, even when the key was deleted', () => {
    key.put({ epoch: 41 });
    const other = standby();
    other.run(500);
    key.entry = undefined;
    expect(other.run(5000)).toEqual(['lead 42']);
  });

  it('whose claim was done though its answer was lost leads once it has renewed it', () => {
    key.put({ epoch: 4, state: 'released' });
    const other = standby();
    other.server = 'lost';
    expect(other.run(50)).toEqual(['warn: cannot write who leads the run: no answer: trying again']);
    expect(key.entry).toMatchObject({ epoch: 5, holder: 'standby' });
    other.server = 'well';
    expect(other.run(500)).toEqual(['lead 5']);
  });

  it('whose claim was overtaken waits again', () => {
    key.put({ epoch: 4, state: 'released' });
    const other = standby();
    other.server = 'lost';
    other.run(50);
    key.put({ epoch: 6 });
    other.server = 'well';
    other.take();
    expect(other.run(1000, () => key.put())).toEqual([]);
    expect(other.run(LEASE.leaseMs + 2 * LEASE.renewMs)).toEqual(['lead 7']);
  });
});
