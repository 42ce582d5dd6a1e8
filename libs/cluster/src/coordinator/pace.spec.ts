import { describe, expect, it } from 'vitest';
import { Pace } from './pace.js';

describe('Pace', () => {
  it('allows the floor as long as nothing is known', () => {
    expect(new Pace(1000).allowanceMs(4)).toBe(1000);
  });

  it('allows eight times the usual for so many shards, and never less than the floor', () => {
    const pace = new Pace(1000);
    pace.observe(400, 2);
    expect(pace.allowanceMs(1)).toBe(1600);
    expect(pace.allowanceMs(3)).toBe(4800);
    pace.observe(10, 1);
    expect(pace.allowanceMs(1)).toBe(1600);
    expect(new Pace(2000).allowanceMs(1)).toBe(2000);
  });

  it('takes the 95th percentile: a few outliers do not count', () => {
    const pace = new Pace(0);
    for (let i = 0; i < 37; i++) pace.observe(i < 36 ? 100 : 90_000, 1);
    expect(pace.allowanceMs(1)).toBe(800);
    for (let i = 0; i < 2; i++) pace.observe(90_000, 1);
    expect(pace.allowanceMs(1)).toBe(720_000);
  });

  it('forgets all but the last 64 leases', () => {
    const pace = new Pace(0);
    for (let i = 0; i < 10; i++) pace.observe(90_000, 1);
    for (let i = 0; i < 60; i++) pace.observe(100, 1);
    expect(pace.allowanceMs(1)).toBe(720_000);
    for (let i = 0; i < 4; i++) pace.observe(100, 1);
    expect(pace.allowanceMs(1)).toBe(800);
  });
});
