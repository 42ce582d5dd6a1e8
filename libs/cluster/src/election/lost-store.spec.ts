/** Leadership on servers that have lost their data. */
import { beforeEach, expect, it } from 'vitest';
import { LEASE, TestKey, TestLeadership } from '../testing/leadership.js';

let key: TestKey;
let me: TestLeadership;
beforeEach(() => {
  key = new TestKey();
  me = new TestLeadership(key);
});

it.each([1, 100])('without a key claims the epoch %i above the latest known one', (lostKeyStep) => {
  me = new TestLeadership(key, { latestEpoch: 7, lostKeyStep });
  expect(me.run(50)).toEqual([`lead ${7 + lostKeyStep}`]);
  expect(key.entry?.epoch).toBe(7 + lostKeyStep);
});

it('claims the next epoch after that of the key where it is newer', () => {
  key.put({ epoch: 9, state: 'released' });
  me = new TestLeadership(key, { latestEpoch: 7, lostKeyStep: 100 });
  expect(me.run(50)).toEqual(['lead 10']);
});

it.each(['lead', 'standby'] as const)('as %s ends when the servers report for 5 s that the bucket is gone', (role) => {
  if (role === 'standby') key.put();
  me = new TestLeadership(key, { role });
  me.run(LEASE.renewMs);
  me.server = 'gone';
  const said = me.run(5000);
  expect(said).not.toContain('gone');
  expect(me.run(1000)).toEqual(['gone']);
  expect(me.run(10_000)).toEqual([]);
  me.dispatch({ kind: 'end', state: 'released' });
  expect(me.take()).toEqual(['ended']);
});

it('resumes when the bucket is back within 5 s', () => {
  expect(me.run(50)).toEqual(['lead 1']);
  for (let times = 0; times < 3; times++) {
    me.server = 'gone';
    expect(me.run(4000)).toContain('pause');
    me.server = 'well';
    expect(me.run(1000)).toEqual(['resume']);
  }
});

it('does not take missing answers for a lost bucket', () => {
  expect(me.run(50)).toEqual(['lead 1']);
  me.server = 'gone';
  me.run(4000);
  me.server = 'dead';
  me.run(10_000);
  me.server = 'gone';
  expect(me.run(4000)).toEqual([]);
});
