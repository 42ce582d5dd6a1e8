import { describe, expect, it } from 'vitest';
import { disturbance } from './disturbance.js';

describe('disturbance', () => {
  it('names the largest share of other programs', () => {
    expect(disturbance([0.01, 0.412, 0.2])).toContain("up to 41.2 % of the machine's cores");
  });

  it('is silent for an idle machine', () => {
    expect(disturbance([0.01, 0.04])).toBeUndefined();
    expect(disturbance([])).toBeUndefined();
  });
});
