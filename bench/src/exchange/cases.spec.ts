import { describe, expect, it } from 'vitest';
import { COMMAND_LINE, type ExchangeBenchConfig } from '../exchange.config.js';
import { casesOf } from './cases.js';

const GB = 1e9;

function config(given: Partial<ExchangeBenchConfig>): ExchangeBenchConfig {
  const defaults = Object.entries(COMMAND_LINE.options).map(([name, option]) => [name, option.default]);
  return { ...(Object.fromEntries(defaults) as ExchangeBenchConfig), ...given };
}

describe('casesOf', () => {
  it('measures every size with every number of workers, for as many steps as fit into the time', () => {
    const chosen = config({ workers: [2, 4], parameters: [1000, 2_500_000], steps: 40, seconds: 1 });
    const { cases, leftOut } = casesOf(chosen, 64 * GB);
    expect(leftOut).toEqual([]);
    expect(cases.map(({ workers, parameters }) => [workers, parameters])).toEqual([
      [2, 1000],
      [2, 2_500_000],
      [4, 1000],
      [4, 2_500_000],
    ]);
    expect(cases[0]!.steps).toBe(40);
    expect(cases[1]!.steps).toBeLessThan(20);
    expect(cases[1]!.steps).toBeGreaterThanOrEqual(3);
  });

  it('omits cases that need more than half of the free memory, with a message', () => {
    const { cases, leftOut } = casesOf(config({ workers: [16], parameters: [25_000_000], longest: 100 }), 8 * GB);
    expect(cases).toEqual([]);
    expect(leftOut).toEqual([expect.stringMatching(/^100 MB with 16 workers are omitted: they take about [\d.]+ GB/)]);
    expect(casesOf(config({ workers: [16], parameters: [25_000_000], longest: 100 }), 64 * GB).leftOut).toEqual([]);
  });

  it('omits cases that would take too long, and names the option that measures them', () => {
    const { leftOut } = casesOf(config({ workers: [16], parameters: [25_000_000], longest: 2 }), 64 * GB);
    expect(leftOut).toEqual([expect.stringContaining('give --longest=')]);
    const longest = Number(/--longest=(\d+)/.exec(leftOut[0]!)?.[1]);
    expect(casesOf(config({ workers: [16], parameters: [25_000_000], longest }), 64 * GB).cases).toHaveLength(1);
  });
});
