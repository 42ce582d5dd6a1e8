import type { RefusalCode } from '@lockstep/protocol';
import { describe, expect, it } from 'vitest';
import { doings, readyWorker, TestWorker } from '../testing/worker.js';

describe('refusals', () => {
  it.each<RefusalCode>(['PROTOCOL_VERSION', 'SCHEMA', 'FINGERPRINT', 'FULL', 'NOT_FINITE', 'WRONG_SHAPE', 'AUDIT'])(
    'that a person has to mend end the worker: %s',
    (code) => {
      const worker = readyWorker();
      expect(worker.refuse(code)).toEqual([
        { kind: 'exit', ok: false, reason: `the coordinator refused this worker: you are ${code}` },
      ]);
      expect(worker.tick(10_000)).toEqual([]);
    },
  );

  it.each<RefusalCode>(['NO_LEASE', 'MALFORMED'])('of one message are named: %s', (code) => {
    const worker = readyWorker();
    expect(worker.refuse(code)).toEqual([
      { kind: 'notice', level: 'warn', message: `the coordinator refused a message: you are ${code}` },
    ]);
    expect(doings(worker.tick(500))).toEqual(['send heartbeat']);
  });

  it('of a partial that came too late are no news', () => {
    const worker = readyWorker();
    worker.lease();
    expect(worker.refuse('STALE')).toEqual([]);
    expect(doings(worker.tick(500))).toEqual(['send heartbeat']);
    expect(doings([...worker.computed(1, 0), ...worker.computed(1, 1)])).toContain('send gradientPart');
  });

  it('of an unknown worker make it join again, with its weights and its lease kept', () => {
    const worker = readyWorker();
    worker.lease();
    expect(worker.refuse('UNKNOWN_WORKER')).toEqual([]);
    expect(doings(worker.tick(1000))).toEqual(['send join']);
    worker.receive({ kind: 'welcome' });
    expect(doings([...worker.computed(1, 0), ...worker.computed(1, 1)])).toEqual([
      'send gradientPart',
      'send gradientPart',
      'prepare',
    ]);
  });

  it('of a second process with one id make it try for three time-outs, and then exit', () => {
    const worker = new TestWorker();
    worker.tick(0);
    for (let atMs = 0; atMs <= 15_000; atMs += 1000) {
      worker.nowMs = atMs;
      expect(worker.refuse('DUPLICATE_ID')).toEqual([]);
      if (atMs > 0) expect(doings(worker.tick(atMs)).at(-1)).toBe('send join');
    }
    worker.nowMs = 15_001;
    expect(worker.refuse('DUPLICATE_ID')).toEqual([{ kind: 'exit', ok: false, reason: 'you are DUPLICATE_ID' }]);
  });

  it('of a second process with one id are forgotten with the welcome, and with the leader', () => {
    const worker = new TestWorker();
    worker.refuse('DUPLICATE_ID');
    worker.receive({ kind: 'welcome' });
    worker.nowMs = 20_000;
    worker.refuse('UNKNOWN_WORKER');
    expect(worker.refuse('DUPLICATE_ID')).toEqual([]);
    worker.nowMs = 60_000;
    worker.leaderEpoch = 2;
    expect(worker.refuse('DUPLICATE_ID')).toEqual([]);
  });

  it('of a second process with one id do not concern the one that is at work', () => {
    const worker = readyWorker();
    expect(worker.receive({ kind: 'refusal', code: 'DUPLICATE_ID', reason: 'it is at work' }, 8)).toEqual([]);
    expect(doings(worker.tick(500))).toEqual(['send heartbeat']);
  });
});

describe('the end', () => {
  it('of the run ends the worker well', () => {
    const worker = readyWorker();
    expect(worker.receive({ kind: 'ended', reason: 'all steps are done' })).toEqual([
      { kind: 'exit', ok: true, reason: 'the run is over: all steps are done' },
    ]);
    expect(worker.lease()).toEqual([]);
  });

  it('that a person wants is told to the coordinator', () => {
    const worker = readyWorker();
    expect(worker.handle({ kind: 'stop', reason: 'SIGTERM' })).toEqual([
      { kind: 'send', message: { incarnation: 7, leaderEpoch: 1, body: { kind: 'leave', reason: 'SIGTERM' } } },
      { kind: 'exit', ok: true, reason: 'SIGTERM' },
    ]);
    expect(worker.tick(9999)).toEqual([]);
  });
});
