import { WorkerMachine } from '@lockstep/cluster';
import type { CoordinatorBody, Lease } from '@lockstep/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import { LoadRecord } from './load-record.js';

const WEIGHTS = { kind: 'weightsPart' as const, part: 0, data: new Uint8Array(16) };
const LEASE: Lease = { phase: 'train', leaseId: 1, firstShard: 0, shardCount: 2, creditParts: 4 };
const SECOND_MS = 1000;

let record: LoadRecord;
let machine: WorkerMachine;

function receive(body: CoordinatorBody, version = 0, atMs = 0): void {
  machine.handle({ kind: 'message', message: { leaderEpoch: 1, version, toIncarnation: 0, body } }, atMs);
}

/** Computes a shard of the first lease. */
function compute(shard: number, samples: number): void {
  record.onBegin(0);
  record.onDone(0);
  const result = { version: 0, leaseId: 1, shard, vector: new Float32Array(4), samples, lossSum: 1, computeMs: 1 };
  machine.handle({ kind: 'computed', ...result }, 0);
}

beforeEach(() => {
  record = new LoadRecord();
  machine = new WorkerMachine({
    ...{ seed: 0, batchSize: 4, shards: 2, trainSamples: 40, testSamples: 4 },
    ...{ parameterCount: 4, partSizeBytes: 16, wireDtype: 'f32' },
    ...{ schemaHash: '', fingerprint: '', device: '', host: '' },
    ...{ threads: 1, heartbeatIntervalMs: 500, heartbeatTimeoutMs: 5000, incarnation: 7 },
  });
  record.watch(machine);
  receive({ kind: 'welcome' });
  receive(WEIGHTS);
  receive({ kind: 'lease', ...LEASE });
});

describe('the record of a worker under load', () => {
  it('holds the times of an undisturbed step, and nothing else', () => {
    compute(0, 2);
    compute(1, 2);
    expect(record.take(false).marks).toEqual([]);
    record.onBegin(1);
    const { marks, troubles, repeats } = record.take(false);
    const [[version, beginMs, endMs, shards] = []] = marks;
    expect([marks.length, version, shards]).toEqual([1, 0, 2]);
    expect(endMs! - beginMs!).toBeGreaterThanOrEqual(0);
    expect([troubles, repeats]).toEqual([[], []]);
    expect(record.take(true).marks).toEqual([[1, expect.any(Number), NaN, 0]]);
  });

  it('names refusals and cancelled shards once', () => {
    receive({ kind: 'refusal', code: 'STALE', reason: 'not wanted any more' }, 3);
    record.onDropped(4);
    expect(record.take(false).troubles).toEqual([
      { version: 3, what: 'refused as STALE: not wanted any more' },
      { version: 4, what: 'a shard was taken back' },
    ]);
    expect(record.take(false).troubles).toEqual([]);
  });

  it('names repeated messages', () => {
    receive({ kind: 'lease', ...LEASE });
    compute(0, 2);
    compute(1, 2);
    receive({ kind: 'gradientRequest', leaseId: 1, level: 1, index: 0, firstPart: 0, partCount: 1 });
    // The machine knows of a newer version and lacks its weights.
    receive({ kind: 'heartbeat' }, 1, SECOND_MS);
    machine.handle({ kind: 'tick' }, 2 * SECOND_MS);
    expect(record.take(false).repeats).toEqual([
      { version: 0, what: 'a lease came again' },
      { version: 0, what: 'sent a part of a gradient again' },
      { version: 1, what: 'asked for weights again' },
    ]);
  });
});
