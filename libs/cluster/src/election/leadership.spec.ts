import { beforeEach, describe, expect, it } from 'vitest';
import { LEASE, TestKey, TestLeadership } from '../testing/leadership.js';

let key: TestKey;
let me: TestLeadership;
beforeEach(() => {
  key = new TestKey();
  me = new TestLeadership(key);
});

describe('a plain start', () => {
  it('takes an empty key at once', () => {
    me.lead();
    expect(key.entry).toEqual({ epoch: 1, holder: 'me', state: 'leading', revision: 1 });
  });

  it.each(['released', 'finished'] as const)('takes a key at once that is %s', (state) => {
    key.put({ epoch: 4, state });
    me.dispatch({ kind: 'tick' });
    expect(me.take()).toEqual(['lead 5']);
  });

  it('takes a key without renewals when its lease has expired', () => {
    key.put({ epoch: 4 });
    expect(me.run(LEASE.leaseMs)).toEqual([]);
    expect(me.run(LEASE.renewMs)).toEqual(['lead 5']);
  });

  it('ignores the last write of a dead leader', () => {
    key.put();
    me.run(100);
    key.put();
    expect(me.run(LEASE.leaseMs)).toEqual([]);
    expect(me.run(2 * LEASE.renewMs)).toEqual(['lead 2']);
  });

  it('yields to a leader that keeps renewing', () => {
    key.put({ epoch: 7 });
    expect(me.run(1000, (nowMs) => nowMs % 300 === 0 && key.put())).toEqual(['otherLeads 7']);
    expect(me.run(10_000)).toEqual([]);
    expect(key.entry?.holder).toBe('other');
  });

  it('lets one of two simultaneous processes lead', () => {
    const other = new TestLeadership(key, { holder: 'other' });
    // Both read the empty key before either writes it.
    other.stale = { entry: undefined };
    me.dispatch({ kind: 'tick' });
    other.dispatch({ kind: 'tick' });
    other.stale = undefined;
    expect(other.run(2000, () => me.run(50))).toEqual(['otherLeads 1']);
    expect(me.take()).toEqual([]);
    expect(key.entry).toMatchObject({ epoch: 1, holder: 'me' });
  });
});

describe('a leader', () => {
  it('renews', () => {
    me.lead();
    expect(me.run(30_000)).toEqual([]);
    expect(key.entry?.revision).toBeGreaterThan(90);
    expect(key.entry?.epoch).toBe(1);
  });

  it('pauses when it could not renew for 80 % of the lease, and resumes after a renewal', () => {
    me.lead();
    me.server = 'dead';
    // The last renewal was sent at the start.
    expect(me.run(0.8 * LEASE.leaseMs)).toEqual(['warn: cannot write the leader key: no answer: trying again']);
    expect(me.run(60_000)).toEqual(['pause']);
    me.server = 'well';
    expect(me.run(1000)).toEqual(['resume']);
    expect(key.entry).toMatchObject({ epoch: 1, holder: 'me' });
  });

  it('counts the lease from the time at which it sent the renewal', () => {
    me.lead();
    me.nowMs = 300;
    me.server = 'none';
    me.dispatch({ kind: 'tick' });
    me.nowMs = 1150;
    me.dispatch({ kind: 'written', revision: 2 });
    expect(me.take()).toEqual([]);
    me.nowMs = 300 + 0.8 * LEASE.leaseMs;
    me.dispatch({ kind: 'tick' });
    expect(me.take()[0]).toBe('pause');
    // This answers the renewal of 1150 ms, and comes too late to resume.
    me.nowMs = 1150 + 0.8 * LEASE.leaseMs;
    me.dispatch({ kind: 'written', revision: 3 });
    expect(me.take()).toEqual([]);
  });

  it('finds its write whose answer was lost, and renews it', () => {
    me.lead();
    me.run(310);
    me.server = 'lost';
    me.run(400);
    me.server = 'well';
    const { revision } = key.entry!;
    me.run(1000);
    expect(key.entry!.revision).toBeGreaterThan(revision);
    expect(me.run(60_000)).toEqual([]);
  });

  it('that was suspended is deposed by a higher epoch and stops writing', () => {
    me.lead();
    key.put({ epoch: 2 });
    me.nowMs = 10_000;
    me.dispatch({ kind: 'tick' });
    expect(me.take()).toEqual(['pause', 'deposed 2']);
    expect(me.run(60_000)).toEqual([]);
    expect(key.entry).toMatchObject({ epoch: 2, holder: 'other' });
  });

  it('is not deposed by a replica that shows the previous entry', () => {
    key.put({ epoch: 3, state: 'released' });
    const before = key.entry;
    me.dispatch({ kind: 'tick' });
    expect(me.take()).toEqual(['lead 4']);
    me.server = 'dead';
    me.stale = { entry: before };
    me.run(310);
    me.server = 'well';
    expect(me.run(500)).not.toContain('deposed 3');
    me.stale = undefined;
    me.run(500);
    expect(me.run(10_000)).toEqual([]);
    expect(key.entry).toMatchObject({ epoch: 4, holder: 'me' });
  });

  it('writes a deleted key again', () => {
    me.lead();
    key.entry = undefined;
    expect(me.run(1000)).toEqual([]);
    expect(key.entry).toMatchObject({ epoch: 1, holder: 'me' });
  });

  it('has at most one read or write under way', () => {
    me.lead();
    me.server = 'none';
    me.run(60_000);
    me.said.length = 0;
    me.dispatch({ kind: 'tick' });
    expect(me.said).toEqual([]);
    const writes = [me.machine.handle({ kind: 'writeFailed', why: 'unknown', reason: '' }, me.nowMs)].flat();
    expect(writes.filter(({ kind }) => kind === 'read' || kind === 'write')).toEqual([{ kind: 'read' }]);
  });

  it('retries forever at its interval', () => {
    me.lead();
    me.server = 'dead';
    me.run(300_000);
    const before = me.asked;
    me.run(3000);
    expect(me.asked - before).toBeGreaterThan(8);
    expect(me.asked - before).toBeLessThan(13);
    me.server = 'well';
    expect(me.run(1000)[0]).toBe('resume');
  });
});

describe('the end', () => {
  it.each(['released', 'finished'] as const)('is written as %s', (state) => {
    me.lead();
    me.dispatch({ kind: 'end', state });
    expect(me.take()).toEqual(['ended']);
    expect(key.entry).toMatchObject({ epoch: 1, holder: 'me', state });
    me.run(10_000);
    expect(key.entry?.state).toBe(state);
  });

  it('is written again after a lost answer or a false conflict', () => {
    me.lead();
    me.server = 'lost';
    me.dispatch({ kind: 'end', state: 'released' });
    me.server = 'well';
    me.run(400);
    expect(key.entry?.state).toBe('released');
    expect(me.run(10_000)).toEqual([]);
  });

  it('comes after the lease when no write succeeds', () => {
    me.lead();
    me.server = 'dead';
    me.dispatch({ kind: 'end', state: 'released' });
    expect(me.run(LEASE.leaseMs)).not.toContain('ended');
    expect(me.run(100)).toEqual([expect.stringMatching(/^warn: could not write that the lead is released/), 'ended']);
  });

  it('waits for a renewal that is under way', () => {
    me.lead();
    me.server = 'none';
    me.run(350);
    me.dispatch({ kind: 'end', state: 'released' });
    expect(me.take()).toEqual([]);
    me.server = 'well';
    key.write({ epoch: 1, holder: 'me', state: 'leading' }, 1);
    me.dispatch({ kind: 'written', revision: 2 });
    expect(me.take()).toEqual(['ended']);
    expect(key.entry?.state).toBe('released');
  });

  it('comes at once for a process that does not lead', () => {
    key.put();
    me.run(50);
    me.dispatch({ kind: 'end', state: 'released' });
    expect(me.take()).toEqual(['ended']);
    expect(key.entry?.holder).toBe('other');
  });
});
