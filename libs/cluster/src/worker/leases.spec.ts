import { describe, expect, it } from 'vitest';
import { workOf } from '../training/step-work.js';
import { doings, partsSent, readyWorker, said, TestWorker } from '../testing/worker.js';

const WORK = workOf(new TestWorker().config, 'train', 0);

describe('a lease', () => {
  it('is prepared and computed at once when the weights are there', () => {
    const worker = readyWorker();
    expect(worker.lease({ leaseId: 5, firstShard: 1 })).toEqual([
      { kind: 'prepare', work: WORK, shards: [1, 2] },
      { kind: 'compute', work: WORK, leaseId: 5, shard: 1 },
      { kind: 'compute', work: WORK, leaseId: 5, shard: 2 },
    ]);
  });

  it('waits for the weights, and only its batches are prepared', () => {
    const worker = readyWorker();
    worker.version = 1;
    expect(doings(worker.lease())).toEqual(['prepare']);
    worker.nowMs = 40;
    expect(doings(worker.weights())).toEqual(['load', 'compute', 'compute']);
    worker.nowMs = 100;
    worker.computed(1, 0);
    const [part] = said(worker.computed(1, 1), 'gradientPart');
    expect(part).toMatchObject({ waitMs: 40, computeMs: 14 });
  });

  it('that comes twice is computed once', () => {
    const worker = readyWorker();
    worker.lease();
    expect(worker.lease()).toEqual([]);
  });

  it('of an older attempt or version is ignored', () => {
    const worker = readyWorker();
    worker.version = 2;
    worker.weights();
    worker.lease({ leaseId: 5 });
    expect(worker.lease({ leaseId: 4 })).toEqual([]);
    worker.version = 1;
    expect(worker.lease({ leaseId: 6 })).toEqual([]);
  });

  it('of the same step takes the place of the one before', () => {
    const worker = readyWorker();
    worker.lease({ leaseId: 5 });
    expect(doings(worker.lease({ leaseId: 6, firstShard: 2 }))).toEqual(['cancel', 'prepare', 'compute', 'compute']);
    expect(worker.computed(5, 0)).toEqual([]);
    worker.computed(6, 2);
    expect(partsSent(worker.computed(6, 3))).toEqual(['1/1 0', '1/1 1']);
  });

  it('of a new leader is not answered by a shard that was begun for the last one, though their attempts are equal', () => {
    const worker = readyWorker();
    worker.lease({ leaseId: 1 });
    worker.leaderEpoch = 2;
    worker.version = 2;
    worker.receive({ kind: 'welcome' });
    worker.weights();
    expect(doings(worker.lease({ leaseId: 1, shardCount: 1 }))).toEqual(['prepare', 'compute']);
    expect(worker.computed(1, 0, { version: 0 })).toEqual([]);
    expect(partsSent(worker.computed(1, 0))).toEqual(['0/0 0', '0/0 1']);
  });

  it('is cancelled when the step is over', () => {
    const worker = readyWorker();
    worker.lease({ leaseId: 5 });
    worker.version = 1;
    expect(worker.receive({ kind: 'heartbeat' })).toEqual([{ kind: 'cancel', beforeLeaseId: 6 }]);
    expect(worker.computed(5, 0, { samples: 2 })).toEqual([]);
    expect(worker.receive({ kind: 'heartbeat' })).toEqual([]);
  });

  it('takes no shard that was computed with older weights', () => {
    const worker = readyWorker();
    worker.lease({ leaseId: 5 });
    worker.version = 1;
    worker.weights();
    worker.lease({ leaseId: 6 });
    worker.computed(5, 0, { lossSum: 1e6 });
    worker.computed(6, 0);
    expect(said(worker.computed(6, 1), 'gradientPart')[0]).toMatchObject({ leaseId: 6, lossSum: 20 });
  });

  it('is kept by messages of the same step', () => {
    const worker = readyWorker();
    worker.lease();
    expect(worker.receive({ kind: 'heartbeat' })).toEqual([]);
    worker.computed(1, 0);
    expect(doings(worker.computed(1, 1))).toEqual(['send gradientPart', 'send gradientPart', 'prepare']);
  });

  it('once computed lets the batches of the next step be made, and none after the evaluation', () => {
    const worker = readyWorker();
    worker.lease();
    worker.computed(1, 0);
    expect(worker.computed(1, 1).at(-1)).toEqual({
      kind: 'prepare',
      work: workOf(worker.config, 'train', 1),
      shards: [0, 1],
    });
    worker.lease({ leaseId: 2, phase: 'evaluate', shardCount: 1 });
    expect(doings(worker.computed(2, 0))).not.toContain('prepare');
  });

  it('with shards that the step does not have is named and not computed', () => {
    const worker = readyWorker();
    const notice = { kind: 'notice', level: 'warn', message: 'lease 1 names shards that step 1 does not have' };
    expect(worker.lease({ firstShard: 3 })).toEqual([notice]);
    expect(worker.lease({ firstShard: 65_536, shardCount: 1 })).toEqual([notice]);
    expect(doings(worker.lease())).toEqual(['prepare', 'compute', 'compute']);
  });

  it('with shards that the plan of this worker does not admit is named', () => {
    const worker = readyWorker({ testSamples: 10_000_000 });
    expect(doings(worker.lease({ phase: 'evaluate' }))).toEqual(['notice']);
  });

  it('of the evaluation has partials without values', () => {
    const worker = readyWorker();
    const [prepare] = worker.lease({ phase: 'evaluate', firstShard: 2, shardCount: 1 });
    expect(prepare).toEqual({ kind: 'prepare', work: workOf(worker.config, 'evaluate', 0), shards: [2] });
    const effects = worker.computed(1, 2, { vector: new Float32Array(0), samples: 2 });
    expect(said(effects, 'gradientPart')).toEqual([
      {
        // The last of three shards is all that there is of the node above it.
        ...{ kind: 'gradientPart', version: 0, leaseId: 1, level: 1, index: 1, samples: 2, lossSum: 10 },
        ...{ part: 0, data: new Uint8Array(0), computeMs: 7, waitMs: 0 },
      },
    ]);
  });

  it('of which a shard has another number of samples ends the worker', () => {
    const worker = readyWorker();
    worker.lease();
    expect(worker.computed(1, 0, { samples: 3 })).toEqual([
      { kind: 'exit', ok: false, reason: 'shard 0 has 3 samples, not 2' },
    ]);
  });
});

describe('gradientSums', () => {
  it('are sent when their node is complete: one for each node of the lease', () => {
    const worker = readyWorker();
    worker.lease({ firstShard: 1, shardCount: 3 });
    expect(partsSent(worker.computed(1, 3))).toEqual([]);
    expect(partsSent(worker.computed(1, 1))).toEqual(['0/1 0', '0/1 1']);
    const effects = worker.computed(1, 2);
    expect(partsSent(effects)).toEqual(['1/1 0', '1/1 1']);
    const [first] = said(effects, 'gradientPart');
    expect(first).toMatchObject({ leaseId: 1, samples: 4, lossSum: 20, computeMs: 14 });
    expect([...new Float32Array(first!.data.slice().buffer)]).toEqual([7, 7]);
  });

  it('are not changed by a shard that comes twice', () => {
    const worker = readyWorker();
    worker.lease();
    worker.computed(1, 0);
    expect(partsSent(worker.computed(1, 0))).toEqual([]);
    expect(said(worker.computed(1, 1), 'gradientPart')[0]).toMatchObject({ samples: 4, lossSum: 20 });
    expect(partsSent(worker.computed(1, 1))).toEqual([]);
  });

  const wanted = (worker: TestWorker, changes = {}) =>
    worker.receive({ kind: 'gradientRequest', leaseId: 1, level: 1, index: 0, firstPart: 0, partCount: 1, ...changes });

  it('are sent no further than was granted', () => {
    const worker = readyWorker();
    worker.lease({ creditParts: 1 });
    worker.computed(1, 0);
    expect(partsSent(worker.computed(1, 1))).toEqual(['1/0 0']);
    expect(partsSent(wanted(worker, { firstPart: 1, partCount: 9 }))).toEqual(['1/0 1']);
  });

  it('are sent as far as was granted before they were computed', () => {
    const worker = readyWorker();
    worker.lease({ creditParts: 1 });
    expect(wanted(worker, { firstPart: 1 })).toEqual([]);
    worker.computed(1, 0);
    expect(partsSent(worker.computed(1, 1))).toEqual(['1/0 0', '1/0 1']);
  });

  it('are kept and sent again as long as the step lasts', () => {
    const worker = readyWorker();
    worker.lease();
    worker.computed(1, 0);
    const [, second] = said(worker.computed(1, 1), 'gradientPart');
    for (let i = 0; i < 2; i++) expect(said(wanted(worker, { firstPart: 1 }), 'gradientPart')).toEqual([second]);
    worker.version = 1;
    worker.receive({ kind: 'heartbeat' });
    expect(wanted(worker)).toEqual([]);
  });

  it('of other leases and nodes are not known', () => {
    const worker = readyWorker();
    worker.lease();
    worker.computed(1, 0);
    worker.computed(1, 1);
    expect(wanted(worker, { leaseId: 2 })).toEqual([]);
    expect(wanted(worker, { level: 0 })).toEqual([]);
    expect(wanted(worker, { index: 1 })).toEqual([]);
    expect(wanted(worker, { firstPart: 2 })).toEqual([]);
  });
});
