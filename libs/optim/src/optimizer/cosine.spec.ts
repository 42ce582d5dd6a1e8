import { describe, expect, it } from 'vitest';
import { cosine } from './cosine.js';

describe('cosine', () => {
  it('differs from Math.cos by less than 1e-15 from 0 to π', () => {
    const points = 200_000;
    let largest = 0;
    for (let i = 0; i <= points; i++) {
      const x = (Math.PI * i) / points;
      largest = Math.max(largest, Math.abs(cosine(x) - Math.cos(x)));
    }
    expect(largest).toBeLessThan(1e-15);
  });

  it('is exact at both ends and in the middle', () => {
    expect([0, Math.PI / 2, Math.PI].map(cosine)).toEqual([1, 0, -1]);
  });
});
