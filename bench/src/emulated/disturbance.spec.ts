import { describe, expect, it } from 'vitest';
import { disturbance } from './disturbance.js';

describe('disturbance', () => {
  it('names the most that something else took', () => {
    expect(disturbance([0.01, 0.412, 0.2])).toContain('up to 41.2 % of its cores');
  });

  it('says nothing of a machine that did nothing else', () => {
    expect(disturbance([0.01, 0.04])).toBeUndefined();
    expect(disturbance([])).toBeUndefined();
  });
});
