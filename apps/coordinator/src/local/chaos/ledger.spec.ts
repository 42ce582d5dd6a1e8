import { describe, expect, it } from 'vitest';
import { ChaosLedger } from './ledger.js';
import { chaosText } from './text.js';

const PLAN = { rate: 0.5, seed: 3, workers: 2 };
const SAMPLES = 32;

/** Commits steps, each a given number of milliseconds after the previous one. */
class Clock {
  nowMs = 1000;
  readonly ledger = new ChaosLedger();

  constructor() {
    this.step(0);
  }

  step(ms: number, disturbed = false, samples = SAMPLES): void {
    this.nowMs += ms;
    this.ledger.stepped(samples, disturbed, this.nowMs);
  }
}

describe('recoveries', () => {
  it('run from a fault to the next committed step, by kind', () => {
    const clock = new Clock();
    for (const ms of [100, 200, 300, 400]) {
      clock.ledger.struck('kill', clock.nowMs + 10);
      clock.step(ms);
    }
    clock.ledger.struck('pause', clock.nowMs);
    clock.ledger.struck('slow', clock.nowMs + 30);
    clock.step(50);
    clock.step(50);
    expect(clock.ledger.summary(PLAN)).toMatchObject({
      faults: { total: 6, kill: 4, pause: 1, slow: 1 },
      recoveries: {
        kill: { count: 4, median_ms: 190, p95_ms: 390, worst_ms: 390 },
        pause: { count: 1, median_ms: 50, p95_ms: 50, worst_ms: 50 },
        slow: { count: 1, median_ms: 20, p95_ms: 20, worst_ms: 20 },
      },
    });
  });

  it('exclude faults that no step followed and missed faults', () => {
    const { ledger } = new Clock();
    ledger.struck('kill', 2000);
    ledger.missed();
    const { faults, missed, recoveries } = ledger.summary(PLAN);
    expect([faults.total, missed, recoveries]).toEqual([1, 1, {}]);
  });

  it('use the nearest rank for the 95th percentile', () => {
    const clock = new Clock();
    for (let ms = 1; ms <= 20; ms++) {
      clock.ledger.struck('kill', clock.nowMs);
      clock.step(ms);
    }
    expect(clock.ledger.summary(PLAN).recoveries.kill).toEqual({ count: 20, median_ms: 10, p95_ms: 19, worst_ms: 20 });
  });
});

describe('the time lost', () => {
  it('is the duration of the steps beyond the pace of the undisturbed ones', () => {
    const clock = new Clock();
    for (let i = 0; i < 10; i++) clock.step(100);
    // A step without one worker, a step with a kill, and a short last batch, which loses no time.
    clock.step(150, true);
    clock.ledger.struck('kill', clock.nowMs);
    clock.step(400);
    clock.step(50, false, SAMPLES / 2);
    const summary = clock.ledger.summary(PLAN);
    expect(summary).toMatchObject({ trained_ms: 1600, pace_from: 'undisturbed steps', pace_steps: 11 });
    expect(summary.lost_ms).toBe(50 + 300);
    expect(clock.ledger.medianStepMs(SAMPLES)).toBe(100);
  });

  it('uses the pace of the fastest tenth of the steps when fewer than 10 are undisturbed', () => {
    const clock = new Clock();
    for (let i = 0; i < 9; i++) clock.step(500);
    for (let i = 0; i < 11; i++) clock.step(i === 0 ? 120 : i === 1 ? 100 : 300, true);
    const summary = clock.ledger.summary(PLAN);
    expect(summary).toMatchObject({ pace_from: 'fastest steps', pace_steps: 2 });
    expect(summary.lost_ms).toBe(summary.trained_ms - 20 * 100);
  });

  it('is never negative, and 0 without steps', () => {
    expect(new ChaosLedger().summary(PLAN)).toMatchObject({ trained_ms: 0, lost_ms: 0, recoveries: {} });
    const clock = new Clock();
    for (let i = 0; i < 10; i++) clock.step(100);
    clock.step(10, true);
    expect(clock.ledger.summary(PLAN).lost_ms).toBe(0);
  });
});

describe('the report for people', () => {
  it('lists the faults, the recovery times and the time lost', () => {
    const clock = new Clock();
    for (let i = 0; i < 10; i++) clock.step(100);
    clock.ledger.struck('kill', clock.nowMs);
    clock.ledger.missed();
    clock.step(400);
    expect(chaosText(clock.ledger.summary(PLAN), 'abc')).toBe(
      'Chaos at rate 0.5, seed 3: 1 fault(s) (killed 1, paused 0, slowed down 0); 1 more found no running worker\n' +
        '  killed, to the next committed step: median 400 ms, p95 400 ms, worst 400 ms\n' +
        '  time lost: 0.3 s of 1.4 s, against the pace of the 10 undisturbed steps\n' +
        '  weights abc',
    );
  });
});
