/**
 * The cosine in plain arithmetic, because Math.cos differs between Node versions.
 *
 * The polynomials are those of fdlibm (Sun Microsystems 1993; k_cos.c and k_sin.c of FreeBSD's msun,
 * https://github.com/freebsd/freebsd-src/tree/main/lib/msun/src), with this notice: Copyright (C) 1993 by Sun Microsystems,
 * Inc. All rights reserved. Permission to use, copy, modify, and distribute this software is freely granted, provided that this
 * notice is preserved.
 */

const HALF_PI = Math.PI / 2;
const QUARTER_PI = Math.PI / 4;

/** Returns cos x for 0 ≤ x ≤ π with an absolute error below 1e-15. */
export function cosine(x: number): number {
  // cos x = −cos(π − x) = sin(π/2 − x)
  if (x > HALF_PI) return -cosine(Math.PI - x);
  return x <= QUARTER_PI ? cosineNearZero(x) : sineNearZero(HALF_PI - x);
}

/** Returns cos x for 0 ≤ x ≤ π/4. */
function cosineNearZero(x: number): number {
  const z = x * x;
  let r = 2.0875723212981748279e-9 + z * -1.13596475577881948265e-11;
  r = -2.75573143513906633035e-7 + z * r;
  r = 2.48015872894767294178e-5 + z * r;
  r = -1.38888888888741095749e-3 + z * r;
  r = 4.16666666666666019037e-2 + z * r;
  const half = 0.5 * z;
  const sum = 1 - half;
  // Adds the rounding error of the sum and the higher-order terms.
  return sum + (1 - sum - half + z * z * r);
}

/** Returns sin x for 0 ≤ x ≤ π/4. */
function sineNearZero(x: number): number {
  const z = x * x;
  let r = -2.50507602534068634195e-8 + z * 1.58969099521155010221e-10;
  r = 2.75573137070700676789e-6 + z * r;
  r = -1.98412698298579493134e-4 + z * r;
  r = 8.33333333332248946124e-3 + z * r;
  r = -1.66666666666666324348e-1 + z * r;
  return x + x * z * r;
}
