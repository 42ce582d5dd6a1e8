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

  it('takes over when the lease of a dead leader has expired', () => {
    me.lead();
    const other = standby();
    other.run(1000, () => me.run(50));
    expect(other.run(LEASE.leaseMs - LEASE.renewMs)).toEqual([]);
    expect(other.run(2 * LEASE.renewMs)).toEqual(['lead 2']);
    expect(key.entry).toMatchObject({ epoch: 2, holder: 'standby', state: 'leading' });
  });

  it('takes over at its next read after the leader has released the key', () => {
    me.lead();
    const other = standby();
    other.run(1000, () => me.run(50));
    me.dispatch({ kind: 'end', state: 'released' });
    expect(me.take()).toEqual(['ended']);
    expect(other.run(LEASE.renewMs + 50)).toEqual(['lead 2']);
  });

  it('learns that the run is over', () => {
    me.lead();
    const other = standby();
    other.run(1000, () => me.run(50));
    me.dispatch({ kind: 'end', state: 'finished' });
    expect(other.run(LEASE.renewMs + 50)).toEqual(['finished 1']);
    expect(other.run(10_000)).toEqual([]);
    expect(key.entry).toMatchObject({ epoch: 1, state: 'finished' });
  });

  it('lets a leader renew that was cut off at the same time', () => {
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

  it('waits for the length of a lease when the key is missing', () => {
    const other = standby();
    expect(other.run(LEASE.leaseMs)).toEqual([]);
    expect(other.run(LEASE.renewMs)).toEqual(['lead 1']);
  });

  it('claims a larger epoch than it has ever read, even when the key was deleted', () => {
    key.put({ epoch: 41 });
    const other = standby();
    other.run(500);
    key.entry = undefined;
    expect(other.run(5000)).toEqual(['lead 42']);
  });

  it('leads after a renewal when the answer to its claim was lost', () => {
    key.put({ epoch: 4, state: 'released' });
    const other = standby();
    other.server = 'lost';
    expect(other.run(50)).toEqual(['warn: cannot write the leader key: no answer: trying again']);
    expect(key.entry).toMatchObject({ epoch: 5, holder: 'standby' });
    other.server = 'well';
    expect(other.run(500)).toEqual(['lead 5']);
  });

  it('waits again when another process has overwritten its claim', () => {
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
