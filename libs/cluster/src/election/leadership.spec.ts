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

  it('takes a key that nobody renews after the lease, not before', () => {
    key.put({ epoch: 4 });
    expect(me.run(LEASE.leaseMs)).toEqual([]);
    expect(me.run(LEASE.renewMs)).toEqual(['lead 5']);
  });

  it('passes over the last write of a leader that is gone', () => {
    key.put();
    me.run(100);
    key.put();
    expect(me.run(LEASE.leaseMs)).toEqual([]);
    expect(me.run(2 * LEASE.renewMs)).toEqual(['lead 2']);
  });

  it('gives way to somebody who keeps renewing', () => {
    key.put({ epoch: 7 });
    expect(me.run(1000, (nowMs) => nowMs % 300 === 0 && key.put())).toEqual(['otherLeads 7']);
    expect(me.run(10_000)).toEqual([]);
    expect(key.entry?.holder).toBe('other');
  });

  it('of two that start at once, one leads and the other gives way', () => {
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

  it('pauses when it could not renew for 80 % of the lease, and goes on when it can', () => {
    me.lead();
    me.server = 'dead';
    // The last renewal was sent at the start.
    expect(me.run(0.8 * LEASE.leaseMs)).toEqual(['warn: cannot write who leads the run: no answer: trying again']);
    expect(me.run(60_000)).toEqual(['pause']);
    me.server = 'well';
    expect(me.run(1000)).toEqual(['resume']);
    expect(key.entry).toMatchObject({ epoch: 1, holder: 'me' });
  });

  it('counts the lease from when it sent the renewal, not from when the answer came', () => {
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
    // This answer is of the renewal that was sent at 1150, and comes too late to go on by.
    me.nowMs = 1150 + 0.8 * LEASE.leaseMs;
    me.dispatch({ kind: 'written', revision: 3 });
    expect(me.take()).toEqual([]);
  });

  it('finds out that a write was done whose answer was lost, and renews on top of it', () => {
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

  it('that slept is deposed by a higher epoch, and writes no more', () => {
    me.lead();
    key.put({ epoch: 2 });
    me.nowMs = 10_000;
    me.dispatch({ kind: 'tick' });
    expect(me.take()).toEqual(['pause', 'deposed 2']);
    expect(me.run(60_000)).toEqual([]);
    expect(key.entry).toMatchObject({ epoch: 2, holder: 'other' });
  });

  it('is not deposed by a replica that still shows the entry before its own', () => {
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

  it('writes the key again when somebody deletes it', () => {
    me.lead();
    key.entry = undefined;
    expect(me.run(1000)).toEqual([]);
    expect(key.entry).toMatchObject({ epoch: 1, holder: 'me' });
  });

  it('has one read or write under way, however long its answer takes', () => {
    me.lead();
    me.server = 'none';
    me.run(60_000);
    me.said.length = 0;
    me.dispatch({ kind: 'tick' });
    expect(me.said).toEqual([]);
    const writes = [me.machine.handle({ kind: 'writeFailed', why: 'unknown', reason: '' }, me.nowMs)].flat();
    expect(writes.filter(({ kind }) => kind === 'read' || kind === 'write')).toEqual([{ kind: 'read' }]);
  });

  it('retries for ever, at its own pace', () => {
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

  it('is written again when its answer was lost, or somebody has only seemed to be in between', () => {
    me.lead();
    me.server = 'lost';
    me.dispatch({ kind: 'end', state: 'released' });
    me.server = 'well';
    me.run(400);
    expect(key.entry?.state).toBe('released');
    expect(me.run(10_000)).toEqual([]);
  });

  it('comes after the lease when nothing can be written any more', () => {
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

  it('comes at once for one that does not lead', () => {
    key.put();
    me.run(50);
    me.dispatch({ kind: 'end', state: 'released' });
    expect(me.take()).toEqual(['ended']);
    expect(key.entry?.holder).toBe('other');
  });
});
