import { describe, expect, it } from 'vitest';
import { LossHistory } from './loss-history.js';

function historyOf(steps: number): LossHistory {
  const history = new LossHistory();
  for (let step = 1; step <= steps; step++) add(history, step);
  return history;
}

function add(history: LossHistory, step: number, loss = step, leaderEpoch = 1): void {
  history.add({ leaderEpoch, body: { kind: 'step', step, epoch: 1, loss, samples: 8, samplesPerSecond: 100 } });
}

describe('the history of losses', () => {
  it('has the loss of every step', () => {
    const history = historyOf(10_000);
    const losses = Float64Array.from({ length: 10_000 }, (_, i) => i + 1);
    expect(history.until(10_000)).toEqual({ losses, stepsPerLoss: 1 });
    expect(history.until(3)).toEqual({ losses: Float64Array.of(1, 2, 3), stepsPerLoss: 1 });
    expect(history.until(0).losses).toHaveLength(0);
  });

  it('of a long run has at most 10,000 values, each the mean over a span', () => {
    const { losses, stepsPerLoss } = historyOf(100_001).until(100_001);
    expect(stepsPerLoss).toBe(16);
    expect(losses).toHaveLength(Math.ceil(100_001 / 16));
    // The first two spans are steps 1-16 and 17-32. The last span has one step.
    expect([...losses.slice(0, 2), losses.at(-1)]).toEqual([8.5, 24.5, 100_001]);
  });

  it('keeps the records of the latest leader', () => {
    const history = historyOf(6);
    add(history, 4, 40, 2);
    add(history, 5, 5, 1);
    add(history, 5, 50, 2);
    add(history, 6, 6, 1);
    expect([...history.until(6).losses]).toEqual([1, 2, 3, 40, 50, NaN]);
    add(history, 5, 500, 2);
    add(history, 8, 80, 3);
    expect([...history.until(8).losses]).toEqual([1, 2, 3, 40, 50, NaN, NaN, 80]);
  });

  it('replaces records in the middle of a span', () => {
    const history = historyOf(20_000);
    add(history, 4, 40, 2);
    // The mean of the old losses of steps 3 and 4 replaces that of step 3.
    expect([...history.until(6).losses]).toEqual([1.5, (3.5 + 40) / 2, NaN]);
  });

  it('waits for a step for a limited time', async () => {
    const history = historyOf(3);
    await history.reached(3);
    const reached = history.reached(4);
    add(history, 4);
    await reached;
    const beforeMs = performance.now();
    await history.reached(5);
    expect(performance.now() - beforeMs).toBeGreaterThan(1900);
  });
});
