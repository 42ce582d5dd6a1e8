import { describe, expect, it } from 'vitest';
import { profileOf } from './kernels.profile.js';
import type { Call, Trace } from './kernels.trace.js';

function traceOf(ms: number[], totalMs: number): Trace {
  const calls: [Call['kind'], string][] = [
    ['create', 'tensors from JavaScript'],
    ['kernel', 'Conv2D 2x2'],
    ['kernel', 'Mul 2x2'],
    ['kernel', 'Mul 2x2'],
    ['kernel', 'Mul 2x2'],
  ];
  return { calls: calls.map(([kind, name], place) => ({ kind, name, ms: ms[place]! })), totalMs };
}

describe('profileOf', () => {
  const traces = [traceOf([1, 10, 1, 2, 3], 20), traceOf([1, 13, 1, 2, 4], 24), traceOf([1, 90, 1, 2, 5], 110)];

  it('adds the medians of the calls with one name in each pass, largest first', () => {
    expect(profileOf(traces, 2)).toEqual([
      { phase: 'forward', name: 'Conv2D 2x2', calls: 1, ms: 13, share: 0.542 },
      { phase: 'backward', name: 'Mul 2x2', calls: 2, ms: 6, share: 0.25 },
      { phase: 'beside', name: 'JavaScript', calls: 1, ms: 3, share: 0.125 },
      { phase: 'beside', name: 'tensors from JavaScript', calls: 1, ms: 1, share: 0.042 },
      { phase: 'forward', name: 'Mul 2x2', calls: 1, ms: 1, share: 0.042 },
    ]);
  });

  it('refuses traces of different computations', () => {
    const other: Trace = { calls: [], totalMs: 1 };
    expect(() => profileOf([traces[0]!, other], 2)).toThrow("where the first step called 'tensors from JavaScript'");
  });
});
