import { describe, expect, it } from 'vitest';

import { NonDeterministicDeviceError } from './errors.js';
import { fingerprint, type ProbedComputer } from './fingerprint.js';
import { UNetComputer } from './step.js';
import { loadForTest } from './testing/tensorflow.js';

const computer = new UNetComputer(loadForTest().tf);

/** Changes the last bit of one gradient value, or the loss, in the calls that `when` picks. */
function disturbed(what: 'gradient' | 'loss', when: (call: number) => boolean): ProbedComputer {
  let calls = 0;
  return {
    setWeights: (flat) => computer.setWeights(flat),
    gradient: (batch, out) => {
      const loss = computer.gradient(batch, out);
      if (!when(calls++)) return loss;
      if (what === 'loss') return loss * (1 + 2 ** -22);
      out[1000]! *= 1 + 2 ** -22;
      return loss;
    },
  };
}

describe('fingerprint', () => {
  const reference = fingerprint(computer, [4, 3]);

  it('depends on the set of shard sizes, not on their order or number', () => {
    expect(reference).toMatch(/^[0-9a-f]{64}$/);
    expect(fingerprint(computer, [3, 4, 4])).toBe(reference);
    expect(fingerprint(computer, [4])).not.toBe(reference);
  });

  it('sees one bit of one gradient and of the loss', () => {
    expect(
      fingerprint(
        disturbed('gradient', () => true),
        [4, 3],
      ),
    ).not.toBe(reference);
    expect(
      fingerprint(
        disturbed('loss', () => true),
        [4, 3],
      ),
    ).not.toBe(reference);
  });

  it('refuses a device that does not repeat itself', () => {
    const odd = (call: number): boolean => call % 2 === 1;
    expect(() => fingerprint(disturbed('gradient', odd), [4])).toThrow(NonDeterministicDeviceError);
    expect(() => fingerprint(disturbed('loss', odd), [4])).toThrow(/shard of 4 images gave two different/);
  });
});
