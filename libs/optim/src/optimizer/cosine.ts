/**
 * The cosine in plain arithmetic, because Math.cos gives other bits in other versions of Node.
 *
 * Argument reduction to [−π/4, π/4] and polynomials are those of fdlibm (Sun Microsystems 1993; FreeBSD's msun, k_cos.c, k_sin.c
 * and e_rem_pio2.c, https://github.com/freebsd/freebsd-src/tree/main/lib/msun/src):
 * Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Permission to use, copy, modify, and distribute this
 * software is freely granted, provided that this notice is preserved.
 */

/** The first 33 bits of π/2, so that twice it is exact as well, and the rest. */
const HALF_PI_HIGH = 1.57079632673412561417e0;
const HALF_PI_LOW = 6.07710050650619224932e-11;

const QUARTER_PI = Math.PI / 4;

/** cos x to less than 1e-15 for 0 ≤ x ≤ π. */
export function cosine(x: number): number {
  const quarterTurns = x <= QUARTER_PI ? 0 : x <= 3 * QUARTER_PI ? 1 : 2;
  // x − quarterTurns · π/2 as the sum of `reduced` and a tail that is too small for its last bit.
  const shifted = x - quarterTurns * HALF_PI_HIGH;
  const low = quarterTurns * HALF_PI_LOW;
  const reduced = shifted - low;
  const tail = shifted - reduced - low;
  if (quarterTurns === 0) return cosineNearZero(reduced, tail);
  return quarterTurns === 1 ? -sineNearZero(reduced, tail) : -cosineNearZero(reduced, tail);
}

/** cos(x + tail) for |x| ≤ π/4. */
function cosineNearZero(x: number, tail: number): number {
  const z = x * x;
  const w = z * z;
  const upper = -2.75573143513906633035e-7 + z * (2.08757232129817482790e-9 + z * -1.13596475577881948265e-11);
  const lower = 4.16666666666666019037e-2 + z * (-1.38888888888741095749e-3 + z * 2.48015872894767294178e-5);
  const r = z * lower + w * w * upper;
  const half = 0.5 * z;
  const sum = 1 - half;
  return sum + (1 - sum - half + (z * r - x * tail));
}

/** sin(x + tail) for |x| ≤ π/4. */
function sineNearZero(x: number, tail: number): number {
  const z = x * x;
  const w = z * z;
  const lower = 8.33333333332248946124e-3 + z * (-1.98412698298579493134e-4 + z * 2.75573137070700676789e-6);
  const upper = -2.50507602534068634195e-8 + z * 1.58969099521155010221e-10;
  const r = lower + z * w * upper;
  const v = z * x;
  return x - (z * (0.5 * tail - v * r) - tail - v * -1.66666666666666324348e-1);
}
