import { describe, expect, it } from 'vitest';
import { rotated } from './train.contest.js';
import { caseOf } from './train.result.js';

const peerRound = (imagesPerSecond: number) => ({
  torch: '2.15.0',
  threads: 1,
  imagesPerSecond,
  stepMs: [70, 80, 120],
  losses: Array.from({ length: 40 }, (_, step) => (step < 20 ? 0.2 : 0.04)),
});

const summary = { stepMs: 75, computeMs: 70, wireMs: 4, waitMs: 1, overheadMs: 5 };
const bare = { stepMs: 72, computeMs: 70, overheadMs: 2, cpuMsPerStep: 140 };
const clusterRound = (imagesPerSecond: number) => ({
  ...summary,
  imagesPerSecond,
  cpuMsPerStep: { coordinator: 5, nats: 2, worker: 140, sampler: 0 },
  workerRss: { fromStep: 1, toStep: 2, fromMib: [1], toMib: [1] },
  losses: [0.04123456],
});

describe('the result of a case', () => {
  const result = caseOf({
    setting: { workers: 2, threads: 1, shards: [4] },
    peer: [1000, 2000, 1000].map(peerRound),
    entries: [
      {
        shards: 4,
        cluster: [1100, 1000, 900].map(clusterRound),
        noNetwork: [1100, 1250, 1000].map((imagesPerSecond) => ({ ...bare, imagesPerSecond })),
      },
    ],
  });

  it('compares measurements of the same round', () => {
    expect(result.lockstep[0]?.ratio_to_peer).toEqual({ median: 0.9, values: [1.1, 0.5, 0.9] });
    expect(result.lockstep[0]?.ratio_to_no_network).toEqual({ median: 0.9, values: [1, 0.8, 0.9] });
  });

  it('has the mean loss of the last steps, to four digits', () => {
    expect(result.peer.loss).toEqual({ median: 0.04, values: [0.04, 0.04, 0.04] });
    expect(result.lockstep[0]?.loss.median).toBe(0.04123);
  });

  it('has the mean loss of each block of steps', () => {
    expect(result.peer.loss_curve).toEqual([0.2, 0.04]);
  });

  it("has the peer's median step", () => {
    expect(result.peer.step_ms.median).toBe(80);
  });
});

describe('the order within a round', () => {
  it('lets each measurement be the first in turn', () => {
    const orders = [0, 1, 2, 3].map((round) => rotated(['a', 'b', 'c'], round).join(''));
    expect(orders).toEqual(['abc', 'bca', 'cab', 'abc']);
  });
});
