import { setTimeout as sleep } from 'node:timers/promises';
import { MalformedMessageError } from '@lockstep/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import { decodeLeaderEntry, LeaderKey, type LeaderEntry } from './leader-key.js';
import { StateBucket } from './state.js';
import { useServer } from './testing/server.js';

const ENTRY: LeaderEntry = { epoch: 3, holder: 'me', state: 'leading' };

describe('the leader key', () => {
  const nats = useServer(2, '-js');
  let bucket: StateBucket;
  let mine: LeaderKey;
  let theirs: LeaderKey;
  let count = 0;
  beforeEach(async () => {
    const name = `state_${count++}`;
    bucket = await StateBucket.open(nats.connections[0]!, name);
    mine = new LeaderKey(bucket);
    theirs = new LeaderKey(await StateBucket.open(nats.connections[1]!, name));
  });

  it('returns the written entry and its revision', async () => {
    expect(await mine.read()).toEqual({ kind: 'read', entry: undefined });
    const written = await mine.write(ENTRY, 0);
    expect(written).toMatchObject({ kind: 'written' });
    const revision = written.kind === 'written' ? written.revision : NaN;
    expect(await theirs.read()).toEqual({ kind: 'read', entry: { ...ENTRY, revision } });
  });

  it('accepts one of two concurrent writes and reports a conflict to the other writer', async () => {
    for (let round = 0, revision = 0; round < 20; round++) {
      const answers = await Promise.all(
        [mine, theirs].map((key, i) => key.write({ ...ENTRY, holder: `${i}` }, revision)),
      );
      expect(answers.map(({ kind }) => kind).sort()).toEqual(['writeFailed', 'written']);
      for (const answer of answers) {
        if (answer.kind === 'written') revision = answer.revision;
        else expect(answer.why).toBe('conflict');
      }
    }
  });

  it.each([
    'soon',
    '{}',
    '{"epoch":0,"holder":"a","state":"leading"}',
    '{"epoch":1,"holder":"a","state":"led"}',
    'null',
  ])('reports a failed read with the reason if it holds %s', async (value) => {
    await bucket.compareAndSet('leader', value, 0);
    const answer = await mine.read();
    expect(answer).toMatchObject({ kind: 'readFailed' });
    expect(answer).toHaveProperty(
      'reason',
      expect.stringMatching(/the key "leader" of the run's bucket holds .*: delete it$/),
    );
  });

  it('reports whether a read failed because the bucket is gone', async () => {
    await mine.write(ENTRY, 0);
    await (await nats.connections[1]!.jetstreamManager()).streams.delete(`KV_state_${count - 1}`);
    expect(await mine.read()).toMatchObject({ kind: 'readFailed', gone: true });
    expect(await mine.write(ENTRY, 1)).toMatchObject({ kind: 'writeFailed', why: 'unknown' });
  });

  it('reports a failure within seconds if the server does not answer, and works again afterwards', async () => {
    await mine.write(ENTRY, 0);
    nats.server.signal('SIGSTOP');
    // The signal takes a moment to reach all threads of the server.
    await sleep(100);
    const startMs = performance.now();
    try {
      expect(await mine.read()).toMatchObject({ kind: 'readFailed', gone: false });
      expect(await mine.write(ENTRY, 1)).toMatchObject({ kind: 'writeFailed', why: 'unknown' });
      expect(performance.now() - startMs).toBeLessThan(2000);
    } finally {
      nats.server.signal('SIGCONT');
    }
    expect(await mine.read()).toMatchObject({ kind: 'read', entry: ENTRY });
  });
});

describe('an entry', () => {
  it('of the previous release is only the leader epoch', () => {
    expect(decodeLeaderEntry('7')).toEqual({ epoch: 7, holder: '', state: 'leading' });
  });

  it.each([
    ['invalid JSON', '{'],
    ['a string', '"leading"'],
    ['a fractional epoch', JSON.stringify({ ...ENTRY, epoch: 1.5 })],
    ['an epoch above uint32', JSON.stringify({ ...ENTRY, epoch: 2 ** 32 })],
    ['a holder that is too long', JSON.stringify({ ...ENTRY, holder: 'x'.repeat(65) })],
    ['a holder that is not a string', JSON.stringify({ ...ENTRY, holder: 5 })],
  ])('with %s is refused', (_, value) => {
    expect(() => decodeLeaderEntry(value)).toThrow(MalformedMessageError);
  });
});
