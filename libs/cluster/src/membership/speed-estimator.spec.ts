import { describe, expect, it } from 'vitest';
import { SpeedEstimator } from './speed-estimator.js';

const FLOOR_MS = 1000;

/** A worker that has completed leases of one shard in these times. */
function paceOf(...times: number[]): SpeedEstimator {
  const speed = new SpeedEstimator();
  for (const ms of times) speed.observe(ms, ms, 1);
  return speed;
}

describe('the allowance', () => {
  it('is ten seconds as long as nothing is known, whatever the lease, unless the floor is higher', () => {
    expect(new SpeedEstimator().allowanceMs(1, FLOOR_MS)).toBe(10_000);
    expect(new SpeedEstimator().allowanceMs(64, FLOOR_MS)).toBe(10_000);
    expect(new SpeedEstimator().allowanceMs(1, 20_000)).toBe(20_000);
  });

  it('is four times the usual for so many shards, and never less than the floor', () => {
    const speed = new SpeedEstimator();
    speed.observe(800, 100, 2);
    expect(speed.allowanceMs(1, FLOOR_MS)).toBe(1600);
    expect(speed.allowanceMs(3, FLOOR_MS)).toBe(4800);
    expect(speed.allowanceMs(1, 2000)).toBe(2000);
    expect(paceOf(10).allowanceMs(1, FLOOR_MS)).toBe(FLOOR_MS);
  });

  it('follows the 95th percentile: one outlier in thirty leases does not count, two do', () => {
    const usual = Array<number>(28).fill(1000);
    expect(paceOf(...usual, 90_000, 1000).allowanceMs(1, FLOOR_MS)).toBe(4000);
    expect(paceOf(...usual, 90_000, 90_000).allowanceMs(1, FLOOR_MS)).toBe(360_000);
  });

  it('forgets all but the last 32 leases', () => {
    const slow = Array<number>(32).fill(9000);
    expect(paceOf(...slow, ...Array<number>(30).fill(1000)).allowanceMs(1, FLOOR_MS)).toBe(36_000);
    expect(paceOf(...slow, ...Array<number>(31).fill(1000)).allowanceMs(1, FLOOR_MS)).toBe(4000);
  });
});

describe('the usual time', () => {
  it('is unknown before the first lease', () => {
    expect(new SpeedEstimator().medianMsPerShard(0)).toBeUndefined();
    expect(new SpeedEstimator().overheadMs).toBeUndefined();
  });

  it('is the median of the last five leases for each shard', () => {
    expect(paceOf(30).medianMsPerShard(0)).toBe(30);
    expect(paceOf(900, 900, 900, 10, 50, 40, 9000, 20).medianMsPerShard(0)).toBe(40);
    const speed = new SpeedEstimator();
    speed.observe(95, 80, 4);
    expect(speed.overheadMs).toBe(15);
    expect(speed.medianMsPerShard(15)).toBe(20);
  });

  it('is the same for equal workers, whichever has more shards and so less of the way for each', () => {
    const [one, four] = [new SpeedEstimator(), new SpeedEstimator()];
    one.observe(10 + 3, 3, 1);
    four.observe(10 + 4 * 3, 4 * 3, 4);
    expect(one.medianMsPerShard(10)).toBe(four.medianMsPerShard(10));
  });

  it('is not longer for a way up to three times the common one: equal workers are served one after another', () => {
    const speed = new SpeedEstimator();
    speed.observe(603, 3, 1);
    expect(speed.medianMsPerShard(200)).toBe(3);
  });

  it.each([
    ['a worker can say of its computing what it likes', 0],
    ['a slow way holds up the step as well', 100],
  ])('counts what goes beyond that: %s', (_, computeMs) => {
    const speed = new SpeedEstimator();
    speed.observe(800, computeMs, 2);
    expect(speed.medianMsPerShard(50)).toBe(325);
  });

  it('is not longer than a lease, whatever the worker says', () => {
    const speed = new SpeedEstimator();
    speed.observe(80, 1e9, 2);
    expect(speed.medianMsPerShard(0)).toBe(40);
    expect(speed.overheadMs).toBe(0);
  });

  it('and the allowance begin anew when the worker has become another', () => {
    const speed = paceOf(10, 10, 10, 10, 10);
    speed.reset(800);
    expect(speed.medianMsPerShard(0)).toBe(800);
    expect(speed.allowanceMs(2, FLOOR_MS)).toBe(6400);
    speed.observe(10, 10, 1);
    speed.observe(10, 10, 1);
    expect(speed.medianMsPerShard(0)).toBe(10);
  });
});
