import { describe, expect, it } from 'vitest';
import { fitCostModel, predictOnNetworkMs, predictStepMs, type CostModel, type Point } from './scale-model.js';

const MODEL: CostModel = { fixedMs: 2, nsPerWorkerByte: 3, nsPerByte: 5 };
const PLACES = [1, 2, 8, 64].flatMap((workers) => [1e5, 1e6, 1e7].map((bytes) => ({ workers, bytes, computeMs: 128 })));

/** Points of a model, each scaled. */
function points(model: CostModel, factor: (index: number) => number = () => 1): Point[] {
  return PLACES.map((place, i) => ({ ...place, stepMs: predictStepMs(model, place) * factor(i) }));
}

describe('fitCostModel', () => {
  it('recovers the model that made the points', () => {
    const found = fitCostModel(points(MODEL));
    expect(found.fixedMs).toBeCloseTo(2, 6);
    expect(found.nsPerWorkerByte).toBeCloseTo(3, 6);
    expect(found.nsPerByte).toBeCloseTo(5, 6);
  });

  it('is close to it with errors of a few percent', () => {
    const found = fitCostModel(points(MODEL, (i) => (i % 2 === 0 ? 1.02 : 0.98)));
    expect(found.nsPerWorkerByte).toBeGreaterThan(2.8);
    expect(found.nsPerWorkerByte).toBeLessThan(3.2);
  });

  it('sets a cost that would be negative to 0, and fits the others', () => {
    const found = fitCostModel(points({ fixedMs: -3, nsPerWorkerByte: 3, nsPerByte: 5 }));
    expect(found.fixedMs).toBe(0);
    expect(found.nsPerWorkerByte).toBeGreaterThan(2.5);
  });

  it('sets a coefficient to 0 that one size of vectors does not determine', () => {
    const same = points(MODEL).filter(({ bytes }) => bytes === 1e6);
    const found = fitCostModel(same);
    for (const point of same) expect(predictStepMs(found, point) / point.stepMs).toBeCloseTo(1, 6);
  });

  it('refuses fewer points than coefficients', () => {
    expect(() => fitCostModel(points(MODEL).slice(0, 2))).toThrow(RangeError);
  });
});

describe('predictOnNetworkMs', () => {
  it('adds the time on the wire of all vectors to that of the hub', () => {
    const where = { workers: 8, bytes: 1e6, computeMs: 128 };
    // 16 ms of computing, 2 fixed, 5 for the vector; 8 vectors at 1 ns, and 16 Mbit each at 10 Gbit/s: 1.6 ms.
    expect(predictOnNetworkMs(MODEL, 1, 10, where)).toBeCloseTo(16 + 2 + 5 + 8 * (1 + 1.6), 9);
  });
});
