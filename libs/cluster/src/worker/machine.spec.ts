import { PROTOCOL_VERSION } from '@lockstep/protocol';
import { describe, expect, it } from 'vitest';
import { JOIN } from '../testing/coordinator.js';
import { doings, readyWorker, said, TestWorker, WEIGHTS } from '../testing/worker.js';

describe('a worker that begins', () => {
  it('asks to join, again each second until it is welcome, and does nothing else', () => {
    const worker = new TestWorker();
    expect(worker.tick(0)).toEqual([
      {
        kind: 'send',
        message: { incarnation: 7, leaderEpoch: 0, body: { kind: 'join', ...JOIN, protocolVersion: PROTOCOL_VERSION } },
      },
    ]);
    expect(worker.tick(999)).toEqual([]);
    expect(doings(worker.tick(1000))).toEqual(['send join']);
    expect(worker.receive({ kind: 'welcome' })).toEqual([{ kind: 'notice', level: 'info', message: 'joined the run' }]);
    expect(worker.receive({ kind: 'welcome' })).toEqual([]);
    expect(doings(worker.tick(2000))).toEqual(['send heartbeat', 'send weightsRequest']);
  });

  it('computes nothing before it is welcome: the lease may be another process’s', () => {
    const worker = new TestWorker();
    worker.tick(0);
    worker.weights();
    expect(worker.lease()).toEqual([]);
    worker.receive({ kind: 'welcome' });
    expect(doings(worker.lease())).toEqual(['prepare', 'compute', 'compute']);
  });
});

describe('weights', () => {
  it('are asked for when there are none, all of them', () => {
    const worker = new TestWorker();
    worker.tick(0);
    worker.version = 4;
    worker.receive({ kind: 'welcome' });
    expect(said(worker.tick(1), 'weightsRequest')).toEqual([{ kind: 'weightsRequest', version: 4, parts: [] }]);
    expect(said(worker.tick(300), 'weightsRequest')).toEqual([]);
    expect(said(worker.tick(301), 'weightsRequest')).toHaveLength(1);
  });

  it('are loaded when all parts are there, in whatever order', () => {
    const worker = new TestWorker();
    const [first, second] = worker.weightsParts();
    expect(worker.receive(second!)).toEqual([]);
    expect(worker.receive(second!)).toEqual([]);
    expect(worker.receive(first!)).toEqual([{ kind: 'load', weights: WEIGHTS }]);
    expect(worker.receive(first!)).toEqual([]);
  });

  it('are asked for again when parts are lost: only these', () => {
    const worker = readyWorker();
    worker.version = 1;
    worker.nowMs = 1000;
    worker.receive(worker.weightsParts()[0]!);
    expect(said(worker.tick(1299), 'weightsRequest')).toEqual([]);
    expect(said(worker.tick(1300), 'weightsRequest')).toEqual([{ kind: 'weightsRequest', version: 1, parts: [1] }]);
    expect(worker.receive(worker.weightsParts()[1]!)).toEqual([{ kind: 'load', weights: WEIGHTS }]);
    expect(said(worker.tick(2000), 'weightsRequest')).toEqual([]);
  });

  it('of which a heartbeat tells are asked for', () => {
    const worker = readyWorker();
    worker.version = 3;
    worker.receive({ kind: 'heartbeat' });
    expect(said(worker.tick(400), 'weightsRequest')).toEqual([{ kind: 'weightsRequest', version: 3, parts: [] }]);
  });

  it('of an older version are ignored', () => {
    const worker = readyWorker();
    worker.version = 2;
    worker.receive(worker.weightsParts()[0]!);
    worker.version = 1;
    expect(worker.weights()).toEqual([]);
    worker.version = 2;
    expect(worker.receive(worker.weightsParts()[1]!)).toEqual([{ kind: 'load', weights: WEIGHTS }]);
  });

  it.each([
    ['too short', { part: 0, data: new Uint8Array(4) }, 'weights 1: part 0 has 4 bytes, expected 8'],
    ['too long', { part: 1, data: new Uint8Array(16) }, 'weights 1: part 1 has 16 bytes, expected 8'],
    ['no part of the vector', { part: 2, data: new Uint8Array(8) }, 'weights 1: there is no part 2: the vector has 2'],
  ])('that are %s are named, and the others taken', (_, part, message) => {
    const worker = readyWorker();
    worker.version = 1;
    expect(worker.receive({ kind: 'weightsPart', ...part })).toEqual([{ kind: 'notice', level: 'warn', message }]);
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
    expect(worker.receive({ kind: 'ended', reason: 'over' })).toEqual([]);
    expect(worker.weights()).toEqual([]);
    worker.leaderEpoch = 1;
    worker.version = 0;
    expect(doings(worker.lease())).toEqual(['prepare', 'compute', 'compute']);
  });

  it('of a newer epoch are followed: leases and weights of the older one count no more', () => {
    const worker = readyWorker();
    worker.lease({ leaseId: 77 });
    worker.leaderEpoch = 2;
    expect(worker.receive({ kind: 'heartbeat' })).toEqual([{ kind: 'cancel', beforeLeaseId: 78 }]);
    expect(doings(worker.tick(10))).toEqual(['send join']);
    expect(worker.computed(77, 0)).toEqual([]);
    expect(worker.computed(77, 1)).toEqual([]);
    worker.receive({ kind: 'welcome' });
    const effects = worker.tick(600);
    expect(effects[0]).toEqual({
      kind: 'send',
      message: {
        ...{ incarnation: 7, leaderEpoch: 2 },
        body: { kind: 'heartbeat', version: 0, leaseId: 0, computed: true, msPerShard: 7 },
      },
    });
    expect(said(effects, 'weightsRequest')).toEqual([{ kind: 'weightsRequest', version: 0, parts: [] }]);
    expect(doings(worker.lease({ leaseId: 3 }))).toEqual(['prepare']);
    expect(doings(worker.weights())).toEqual(['load', 'compute', 'compute']);
  });

  it('of a newer epoch may be at an older version', () => {
    const worker = readyWorker();
    worker.version = 5;
    worker.weights();
    worker.leaderEpoch = 2;
    worker.version = 3;
    expect(worker.weights()).toEqual([{ kind: 'load', weights: WEIGHTS }]);
    worker.receive({ kind: 'welcome' });
    expect(doings(worker.lease())).toEqual(['prepare', 'compute', 'compute']);
    expect(said(worker.tick(10_000), 'weightsRequest')).toEqual([]);
  });

  it('that are silent are named once, and again when they are back', () => {
    const worker = readyWorker();
    const notices = (atMs: number) => worker.tick(atMs).filter(({ kind }) => kind === 'notice');
    expect(notices(4999)).toEqual([]);
    expect(notices(5000)).toEqual([
      { kind: 'notice', level: 'warn', message: 'the coordinator is silent: waiting for it to come back' },
    ]);
    expect(notices(9000)).toEqual([]);
    expect(worker.receive({ kind: 'heartbeat' })).toEqual([
      { kind: 'notice', level: 'info', message: 'the coordinator is back' },
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

describe('heartbeats', () => {
  const heartbeats = (worker: TestWorker, atMs: number) => said(worker.tick(atMs), 'heartbeat');

  it('come at their interval', () => {
    const worker = readyWorker();
    expect([1, 2, 500, 501, 1000, 1001].map((atMs) => heartbeats(worker, atMs).length)).toEqual([1, 0, 0, 1, 0, 1]);
  });

  it('say what the worker holds, whether it is done with computing, and what its last shard took', () => {
    const worker = readyWorker();
    expect(heartbeats(worker, 500)).toEqual([
      { kind: 'heartbeat', version: 0, leaseId: 0, computed: true, msPerShard: 0 },
    ]);
    worker.version = 6;
    worker.weights();
    worker.lease({ leaseId: 8 });
    const busy = { kind: 'heartbeat', version: 6, leaseId: 8, computed: false, msPerShard: 0 };
    expect(heartbeats(worker, 1000)).toEqual([busy]);
    worker.computed(8, 0, { computeMs: 40 });
    expect(heartbeats(worker, 1500)).toEqual([{ ...busy, msPerShard: 40 }]);
    worker.computed(8, 1, { computeMs: 30 });
    expect(heartbeats(worker, 2000)).toEqual([{ ...busy, computed: true, msPerShard: 30 }]);
  });

  it('do not say computed while the weights of the lease are on their way', () => {
    const worker = readyWorker();
    worker.version = 1;
    worker.lease({ leaseId: 8 });
    expect(heartbeats(worker, 500)).toMatchObject([{ version: 0, leaseId: 8, computed: false }]);
  });

  it('do not say computed while a cancelled shard is being computed', () => {
    const worker = readyWorker();
    worker.lease({ leaseId: 8 });
    worker.version = 1;
    worker.receive({ kind: 'heartbeat' });
    worker.handle({ kind: 'dropped' });
    expect(heartbeats(worker, 500)).toMatchObject([{ computed: false }]);
    worker.computed(8, 0);
    expect(heartbeats(worker, 1000)).toMatchObject([{ computed: true }]);
  });
});

it('messages for another process of this id change nothing, whatever leader they are from', () => {
  const worker = readyWorker();
  worker.lease({ leaseId: 5 });
  worker.leaderEpoch = 2;
  worker.version = 3;
  worker.nowMs = 4000;
  for (const body of [
    { kind: 'welcome' },
    { kind: 'refusal', code: 'AUDIT', reason: 'it lied' },
    { kind: 'lease', phase: 'train', leaseId: 9, firstShard: 0, shardCount: 1, creditParts: 1 },
    { kind: 'ended', reason: 'not for you' },
    ...worker.weightsParts(),
  ] as const) {
    expect(worker.receive(body, 8)).toEqual([]);
  }
  // Nor are they a sign of life of this worker's leader.
  expect(doings(worker.tick(5000))).toContain('notice');
  worker.leaderEpoch = 1;
  worker.version = 0;
  expect(doings([...worker.computed(5, 0), ...worker.computed(5, 1)])).toContain('send gradientPart');
});

it('messages for all processes are heard', () => {
  const worker = readyWorker();
  expect(doings(worker.receive({ kind: 'ended', reason: 'all steps are done' }, 0))).toEqual(['exit']);
});

it('messages for others than workers change nothing', () => {
  const worker = readyWorker();
  expect(worker.receive({ kind: 'checkpoint', name: 'step-1', last: false })).toEqual([]);
});
