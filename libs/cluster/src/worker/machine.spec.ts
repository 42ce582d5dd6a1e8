import { PROTOCOL_VERSION, type RefusalCode } from '@lockstep/protocol';
import { describe, expect, it } from 'vitest';
import { JOIN } from '../testing/coordinator.js';
import { doings, readyWorker, said, TestWorker, WEIGHTS } from '../testing/worker.js';

describe('a worker that begins', () => {
  it('asks to join, again each second until it is welcome, and does nothing else', () => {
    const worker = new TestWorker();
    expect(worker.tick(0)).toEqual([
      { kind: 'send', body: { kind: 'join', ...JOIN, protocolVersion: PROTOCOL_VERSION } },
    ]);
    expect(worker.tick(999)).toEqual([]);
    expect(doings(worker.tick(1000))).toEqual(['send join']);
    expect(worker.hear({ kind: 'welcome' })).toEqual([{ kind: 'notice', level: 'info', sentence: 'joined the run' }]);
    expect(worker.hear({ kind: 'welcome' })).toEqual([]);
    expect(doings(worker.tick(2000))).toEqual(['send beat', 'send weightsWanted']);
  });

  it('computes nothing before it is welcome: the lease may be another process’s', () => {
    const worker = new TestWorker();
    worker.tick(0);
    worker.weights();
    expect(worker.lease()).toEqual([]);
    worker.hear({ kind: 'welcome' });
    expect(doings(worker.lease())).toEqual(['prepare', 'compute', 'compute']);
  });
});

describe('weights', () => {
  it('are asked for when there are none, all of them', () => {
    const worker = new TestWorker();
    worker.tick(0);
    worker.version = 4;
    worker.hear({ kind: 'welcome' });
    expect(said(worker.tick(1), 'weightsWanted')).toEqual([{ kind: 'weightsWanted', version: 4, parts: [] }]);
    expect(said(worker.tick(300), 'weightsWanted')).toEqual([]);
    expect(said(worker.tick(301), 'weightsWanted')).toHaveLength(1);
  });

  it('are loaded when all parts are there, in whatever order', () => {
    const worker = new TestWorker();
    const [first, second] = worker.weightsParts();
    expect(worker.hear(second!)).toEqual([]);
    expect(worker.hear(second!)).toEqual([]);
    expect(worker.hear(first!)).toEqual([{ kind: 'load', weights: WEIGHTS }]);
    expect(worker.hear(first!)).toEqual([]);
  });

  it('are asked for again when parts are lost: only these', () => {
    const worker = readyWorker();
    worker.version = 1;
    worker.nowMs = 1000;
    worker.hear(worker.weightsParts()[0]!);
    expect(said(worker.tick(1299), 'weightsWanted')).toEqual([]);
    expect(said(worker.tick(1300), 'weightsWanted')).toEqual([{ kind: 'weightsWanted', version: 1, parts: [1] }]);
    expect(worker.hear(worker.weightsParts()[1]!)).toEqual([{ kind: 'load', weights: WEIGHTS }]);
    expect(said(worker.tick(2000), 'weightsWanted')).toEqual([]);
  });

  it('of which a beat tells are asked for', () => {
    const worker = readyWorker();
    worker.version = 3;
    worker.hear({ kind: 'beat' });
    expect(said(worker.tick(400), 'weightsWanted')).toEqual([{ kind: 'weightsWanted', version: 3, parts: [] }]);
  });

  it('of an older version are ignored', () => {
    const worker = readyWorker();
    worker.version = 2;
    worker.hear(worker.weightsParts()[0]!);
    worker.version = 1;
    expect(worker.weights()).toEqual([]);
    worker.version = 2;
    expect(worker.hear(worker.weightsParts()[1]!)).toEqual([{ kind: 'load', weights: WEIGHTS }]);
  });

  it.each([
    ['too short', { part: 0, data: new Uint8Array(4) }, 'weights 1: part 0 has 4 bytes, expected 8'],
    ['too long', { part: 1, data: new Uint8Array(16) }, 'weights 1: part 1 has 16 bytes, expected 8'],
    ['no part of the vector', { part: 2, data: new Uint8Array(8) }, 'weights 1: there is no part 2: the vector has 2'],
  ])('that are %s are named, and the others taken', (_, part, sentence) => {
    const worker = readyWorker();
    worker.version = 1;
    expect(worker.hear({ kind: 'weightsPart', ...part })).toEqual([{ kind: 'notice', level: 'warn', sentence }]);
    expect(worker.weights()).toEqual([{ kind: 'load', weights: WEIGHTS }]);
  });
});

describe('leaders', () => {
  it('of an older epoch are not heard', () => {
    const worker = readyWorker();
    worker.leaderEpoch = 0;
    worker.version = 9;
    expect(worker.lease()).toEqual([]);
    expect(worker.refuse('SCHEMA')).toEqual([]);
    expect(worker.hear({ kind: 'ended', reason: 'over' })).toEqual([]);
    expect(worker.weights()).toEqual([]);
    worker.leaderEpoch = 1;
    worker.version = 0;
    expect(doings(worker.lease())).toEqual(['prepare', 'compute', 'compute']);
  });

  it('of a newer epoch are followed: leases and weights of the older one count no more', () => {
    const worker = readyWorker();
    worker.lease({ attempt: 77 });
    worker.leaderEpoch = 2;
    expect(worker.hear({ kind: 'beat' })).toEqual([{ kind: 'cancel', beforeAttempt: 78 }]);
    expect(doings(worker.tick(10))).toEqual(['send join']);
    expect(worker.computed(77, 0)).toEqual([]);
    expect(worker.computed(77, 1)).toEqual([]);
    worker.hear({ kind: 'welcome' });
    const effects = worker.tick(600);
    expect(said(effects, 'beat')).toEqual([{ kind: 'beat', leaderEpoch: 2, version: 0, attempt: 0, computed: true }]);
    expect(said(effects, 'weightsWanted')).toEqual([{ kind: 'weightsWanted', version: 0, parts: [] }]);
    expect(doings(worker.lease({ attempt: 3 }))).toEqual(['prepare']);
    expect(doings(worker.weights())).toEqual(['load', 'compute', 'compute']);
  });

  it('of a newer epoch may be at an older version', () => {
    const worker = readyWorker();
    worker.version = 5;
    worker.weights();
    worker.leaderEpoch = 2;
    worker.version = 3;
    expect(worker.weights()).toEqual([{ kind: 'load', weights: WEIGHTS }]);
    worker.hear({ kind: 'welcome' });
    expect(doings(worker.lease())).toEqual(['prepare', 'compute', 'compute']);
    expect(said(worker.tick(10_000), 'weightsWanted')).toEqual([]);
  });

  it('that are silent are named once, and again when they are back', () => {
    const worker = readyWorker();
    const notices = (atMs: number) => worker.tick(atMs).filter(({ kind }) => kind === 'notice');
    expect(notices(4999)).toEqual([]);
    expect(notices(5000)).toEqual([
      { kind: 'notice', level: 'warn', sentence: 'the coordinator is silent: waiting for it to come back' },
    ]);
    expect(notices(9000)).toEqual([]);
    expect(worker.hear({ kind: 'beat' })).toEqual([
      { kind: 'notice', level: 'info', sentence: 'the coordinator is back' },
    ]);
    expect(notices(13_999)).toEqual([]);
    expect(notices(14_000)).toHaveLength(1);
  });

  it('that are silent are named while the worker waits for its welcome, too', () => {
    const worker = readyWorker();
    worker.refuse('UNKNOWN_WORKER');
    expect(doings(worker.tick(5000))).toEqual(['notice', 'send join']);
  });
});

describe('beats', () => {
  const beats = (worker: TestWorker, atMs: number) => said(worker.tick(atMs), 'beat');

  it('come at their interval', () => {
    const worker = readyWorker();
    expect([1, 2, 500, 501, 1000, 1001].map((atMs) => beats(worker, atMs).length)).toEqual([1, 0, 0, 1, 0, 1]);
  });

  it('say what the worker holds, and whether it is done with computing', () => {
    const worker = readyWorker();
    expect(beats(worker, 500)).toEqual([{ kind: 'beat', leaderEpoch: 1, version: 0, attempt: 0, computed: true }]);
    worker.version = 6;
    worker.weights();
    worker.lease({ attempt: 8 });
    const busy = { kind: 'beat', leaderEpoch: 1, version: 6, attempt: 8, computed: false };
    expect(beats(worker, 1000)).toEqual([busy]);
    worker.computed(8, 0);
    expect(beats(worker, 1500)).toEqual([busy]);
    worker.computed(8, 1);
    expect(beats(worker, 2000)).toEqual([{ ...busy, computed: true }]);
  });

  it('do not say computed while the weights of the lease are on their way', () => {
    const worker = readyWorker();
    worker.version = 1;
    worker.lease({ attempt: 8 });
    expect(beats(worker, 500)).toMatchObject([{ version: 0, attempt: 8, computed: false }]);
  });

  it('do not say computed while a cancelled shard is being computed', () => {
    const worker = readyWorker();
    worker.lease({ attempt: 8 });
    worker.version = 1;
    worker.hear({ kind: 'beat' });
    worker.handle({ kind: 'dropped' });
    expect(beats(worker, 500)).toMatchObject([{ computed: false }]);
    worker.computed(8, 0);
    expect(beats(worker, 1000)).toMatchObject([{ computed: true }]);
  });
});

describe('refusals', () => {
  it.each<RefusalCode>(['PROTOCOL_VERSION', 'SCHEMA', 'FINGERPRINT', 'FULL', 'NOT_FINITE', 'WRONG_SHAPE'])(
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
      { kind: 'notice', level: 'warn', sentence: `the coordinator refused a message: you are ${code}` },
    ]);
    expect(doings(worker.tick(500))).toEqual(['send beat']);
  });

  it('of an unknown worker make it join again, with its weights and its lease kept', () => {
    const worker = readyWorker();
    worker.lease();
    expect(worker.refuse('UNKNOWN_WORKER')).toEqual([]);
    expect(doings(worker.tick(1000))).toEqual(['send join']);
    worker.hear({ kind: 'welcome' });
    expect(doings([...worker.computed(1, 0), ...worker.computed(1, 1)])).toEqual([
      'send partialPart',
      'send partialPart',
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
    worker.hear({ kind: 'welcome' });
    worker.nowMs = 20_000;
    worker.refuse('UNKNOWN_WORKER');
    expect(worker.refuse('DUPLICATE_ID')).toEqual([]);
    worker.nowMs = 60_000;
    worker.leaderEpoch = 2;
    expect(worker.refuse('DUPLICATE_ID')).toEqual([]);
  });

  it('of a second process with one id do not concern the one that is at work', () => {
    const worker = readyWorker();
    expect(worker.refuse('DUPLICATE_ID')).toEqual([]);
    expect(doings(worker.tick(500))).toEqual(['send beat']);
  });
});

describe('the end', () => {
  it('of the run ends the worker well', () => {
    const worker = readyWorker();
    expect(worker.hear({ kind: 'ended', reason: 'all steps are done' })).toEqual([
      { kind: 'exit', ok: true, reason: 'the run is over: all steps are done' },
    ]);
    expect(worker.lease()).toEqual([]);
  });

  it('that a person wants is told to the coordinator', () => {
    const worker = readyWorker();
    expect(worker.handle({ kind: 'stop', reason: 'SIGTERM' })).toEqual([
      { kind: 'send', body: { kind: 'leave', reason: 'SIGTERM' } },
      { kind: 'exit', ok: true, reason: 'SIGTERM' },
    ]);
    expect(worker.tick(9999)).toEqual([]);
  });
});

it('messages for others change nothing', () => {
  const worker = readyWorker();
  expect(worker.hear({ kind: 'checkpoint', name: 'step-1', last: false })).toEqual([]);
});
