import { describe, expect, it } from 'vitest';
import type { WorkerReport } from './messages.js';
import { bytesPerStep, exchangesOf } from './steps.js';

const CONFIG = {
  run: 'spec',
  workers: 2,
  wireDtype: 'f32' as const,
  parameterCount: 1,
  computeMs: 1,
  batch: 128,
  warmUp: 1,
  steps: 2,
};

/** A worker whose step v starts at 10·v + `lateMs` and computes for 3 ms. */
function worker(member: string, lateMs: number, versions: readonly number[]): WorkerReport {
  const steps = versions.map((version) => {
    const forwardMs = 10 * version + lateMs;
    const bytes = { receivedBytes: 100 * version, sentBytes: 50 * version };
    return { version, forwardMs, backwardDoneMs: forwardMs + 3, ...bytes };
  });
  return { member, steps, weightsSha256: '' };
}

describe('exchangesOf', () => {
  it('measures from the last backward pass to the first and to the last forward pass of the next step', () => {
    const reports = [worker('w1', 0, [0, 1, 2, 3]), worker('w2', 1, [0, 1, 2, 3])];
    expect(exchangesOf(CONFIG, reports)).toEqual([
      { startMs: 14, firstMs: 20, lastMs: 21 },
      { startMs: 24, firstMs: 30, lastMs: 31 },
    ]);
  });

  it('omits steps without all workers', () => {
    const reports = [worker('w1', 0, [0, 1, 2, 3]), worker('w2', 1, [0, 1, 2])];
    expect(exchangesOf(CONFIG, reports)).toEqual([{ startMs: 14, firstMs: 20, lastMs: 21 }]);
  });
});

describe('bytesPerStep', () => {
  it('is the growth over the counted steps', () => {
    const reports = [worker('w1', 0, [0, 1, 2, 3]), worker('w2', 1, [0, 1, 2, 3])];
    expect(bytesPerStep(CONFIG, reports)).toEqual({ received: 100, sent: 50 });
  });
});
