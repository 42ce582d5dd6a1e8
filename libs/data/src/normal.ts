/**
 * Keyed streams of standard normal numbers: the quantile function of the normal distribution, applied to the words of a stream.
 *
 * The quantile function is Wichura's PPND16 (1988, "Algorithm AS 241: The Percentage Points of the Normal Distribution", Applied
 * Statistics 37) in double precision. It uses plain arithmetic and its own logarithm because Math.log differs between Node versions.
 */
import { WordStream, type Purpose } from './random.js';

/** 2^-32, the distance between neighbouring probabilities. */
const UNIT = 1 / 0x1_0000_0000;

/**
 * Fills `out` with independent standard normal numbers. Each number uses one word of the stream. The largest possible magnitude is
 * 6.34.
 * @throws RangeError unless 0 ≤ seed < 2^53
 */
export function fillNormal(
  out: Float64Array | Float32Array,
  seed: number,
  purpose: Purpose,
  a: number,
  b: number,
): void {
  const stream = new WordStream(seed, purpose, a, b);
  // The added half keeps the probability above 0 and makes both tails equal.
  for (let i = 0; i < out.length; i++) out[i] = normalQuantile((stream.next() + 0.5) * UNIT);
}

/** Returns z with P(Z < z) = p for a standard normal Z, for 0 < p < 1. */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (q <= 0.425 && q >= -0.425) return q * ratio(CENTRE, 0.180625 - q * q);
  const r = Math.sqrt(-naturalLogarithm(q < 0 ? p : 1 - p));
  const z = r <= 5 ? ratio(NEAR, r - 1.6) : ratio(FAR, r - 5);
  return q < 0 ? -z : z;
}

const LN2 = 0.6931471805599453;

/**
 * Returns ln(x) for a positive normal x, within 2 units in the last place for x < 0.1.
 * Writes x = m * 2^e with m near 1, and evaluates ln(m) = 2 artanh(s), s = (m - 1) / (m + 1), as a series in s.
 */
export function naturalLogarithm(x: number): number {
  let [m, e] = [x, 0];
  for (; m < 0.7071067811865476; e--) m *= 2;
  for (; m > 1.4142135623730951; e++) m /= 2;
  const s = (m - 1) / (m + 1);
  const square = s * s;
  let sum = 0;
  for (let power = 23; power >= 1; power -= 2) sum = sum * square + 1 / power;
  return e * LN2 + 2 * s * sum;
}

type Coefficients = readonly [numerator: readonly number[], denominator: readonly number[]];

/** Returns the quotient of two polynomials in x. Coefficients are in ascending order. */
function ratio([numerator, denominator]: Coefficients, x: number): number {
  let [above, below] = [0, 0];
  for (let i = 7; i >= 0; i--) {
    above = above * x + numerator[i]!;
    below = below * x + denominator[i]!;
  }
  return above / below;
}

/** Coefficients a and b of AS 241, for |p - 0.5| <= 0.425. */
const CENTRE: Coefficients = [
  [
    3.387132872796366608, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
    4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3,
  ],
  [
    1, 4.2313330701600911252e1, 6.871870074920579083e2, 5.3941960214247511077e3, 2.1213794301586595867e4,
    3.930789580009271061e4, 2.8729085735721942674e4, 5.226495278852854561e3,
  ],
];

/** Coefficients c and d, for tail probabilities of at least e^-25. */
const NEAR: Coefficients = [
  [
    1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504,
    1.27045825245236838258, 2.4178072517745061177e-1, 2.27238449892691845833e-2, 7.7454501427834140764e-4,
  ],
  [
    1, 2.05319162663775882187, 1.6763848301838038494, 6.8976733498510000455e-1, 1.4810397642748007459e-1,
    1.51986665636164571966e-2, 5.475938084995344946e-4, 1.05075007164441684324e-9,
  ],
];

/** Coefficients e and f, for smaller tail probabilities. */
const FAR: Coefficients = [
  [
    6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 2.9656057182850489123e-1,
    2.6532189526576123093e-2, 1.2426609473880784386e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
  ],
  [
    1, 5.9983220655588793769e-1, 1.3692988092273580531e-1, 1.48753612908506148525e-2, 7.868691311456132591e-4,
    1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15,
  ],
];
