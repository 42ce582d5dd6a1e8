import { setTimeout as sleep } from 'node:timers/promises';
import { MalformedMessageError } from '@lockstep/protocol';
import type { NatsConnection } from 'nats';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectNats } from './connection.js';
import { decodeLeaderEntry, LeaderKey, type LeaderEntry } from './leader-key.js';
import { StateBucket } from './state.js';
import { TestServer } from '@lockstep/native/testing';

const ENTRY: LeaderEntry = { epoch: 3, holder: 'me', state: 'leading' };

describe('the key that says who leads', () => {
  let server: TestServer;
  let connections: NatsConnection[];
  let bucket: StateBucket;
  let mine: LeaderKey;
  let theirs: LeaderKey;
  let count = 0;
  beforeAll(async () => {
    server = await TestServer.start('-js');
    connections = await Promise.all([0, 1].map((i) => connectNats({ url: server.url, name: `spec ${i}` })));
  });
  beforeEach(async () => {
    const name = `state_${count++}`;
    bucket = await StateBucket.open(connections[0]!, name);
    mine = new LeaderKey(bucket);
    theirs = new LeaderKey(await StateBucket.open(connections[1]!, name));
  });
  afterAll(async () => {
    await Promise.all(connections.map((connection) => connection.close()));
    await server.end();
  });

  it('is read as it was written, with its revision', async () => {
    expect(await mine.read()).toEqual({ kind: 'read', entry: undefined });
    const written = await mine.write(ENTRY, 0);
    expect(written).toMatchObject({ kind: 'written' });
    const revision = written.kind === 'written' ? written.revision : NaN;
    expect(await theirs.read()).toEqual({ kind: 'read', entry: { ...ENTRY, revision } });
  });

  it('goes to one of those who write it at the same time, and the other one is told', async () => {
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
  ])('that holds %s is a failed read with a sentence', async (value) => {
    await bucket.compareAndSet('leader', value, 0);
    const answer = await mine.read();
    expect(answer).toMatchObject({ kind: 'readFailed' });
    expect(answer).toHaveProperty(
      'reason',
      expect.stringMatching(/the key "leader" of the run's bucket holds .*: delete it$/),
    );
  });

  it('says of a failed read whether the bucket is gone', async () => {
    await mine.write(ENTRY, 0);
    await (await connections[1]!.jetstreamManager()).streams.delete(`KV_state_${count - 1}`);
    expect(await mine.read()).toMatchObject({ kind: 'readFailed', gone: true });
    expect(await mine.write(ENTRY, 1)).toMatchObject({ kind: 'writeFailed', why: 'unknown' });
  });

  it('answers before long though the server does not, and again when it is back', async () => {
    await mine.write(ENTRY, 0);
    server.signal('SIGSTOP');
    // The signal takes a moment to reach all threads of the server.
    await sleep(100);
    const startMs = performance.now();
    try {
      expect(await mine.read()).toMatchObject({ kind: 'readFailed', gone: false });
      expect(await mine.write(ENTRY, 1)).toMatchObject({ kind: 'writeFailed', why: 'unknown' });
      expect(performance.now() - startMs).toBeLessThan(2000);
    } finally {
      server.signal('SIGCONT');
    }
    expect(await mine.read()).toMatchObject({ kind: 'read', entry: ENTRY });
  });
});

describe('an entry', () => {
  it('of the release before this one is the epoch alone', () => {
    expect(decodeLeaderEntry('7')).toEqual({ epoch: 7, holder: '', state: 'leading' });
  });

  it.each([
    ['no JSON', '{'],
    ['no object', '"leading"'],
    ['an epoch that is no whole number', JSON.stringify({ ...ENTRY, epoch: 1.5 })],
    ['an epoch that no message can carry', JSON.stringify({ ...ENTRY, epoch: 2 ** 32 })],
    ['a holder that is too long', JSON.stringify({ ...ENTRY, holder: 'x'.repeat(65) })],
    ['a holder that is no text', JSON.stringify({ ...ENTRY, holder: 5 })],
  ])('with %s is refused', (_, value) => {
    expect(() => decodeLeaderEntry(value)).toThrow(MalformedMessageError);
  });
});
