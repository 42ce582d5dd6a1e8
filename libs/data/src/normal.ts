/**
 * Keyed streams of standard normal numbers: the inverse of the normal distribution, applied to the words of a stream.
 *
 * The inverse is Wichura's PPND16 (1988, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics
 * 37), about 16 digits, in plain arithmetic with a logarithm of our own: Math.log differs between versions of Node.
 */
import { WordStream, type Purpose } from './random.js';

/** 2^-32: the distance of neighbouring probabilities. */
const UNIT = 1 / 0x1_0000_0000;

/**
 * Fills `out` with independent standard normal numbers, one word of the stream each. The largest possible magnitude is 6.34.
 * @throws RangeError as {@link WordStream} for the seed
 */
export function fillNormal(
  out: Float64Array | Float32Array,
  seed: number,
  purpose: Purpose,
  a: number,
  b: number,
): void {
  const stream = new WordStream(seed, purpose, a, b);
  // Half a unit keeps the probability away from 0 and makes both tails alike.
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
 * x = m * 2^e with m near 1, and ln(m) = 2 artanh(s), s = (m - 1) / (m + 1), as a series in s.
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

/** The quotient of two polynomials in x, coefficients in rising order. */
function ratio([numerator, denominator]: Coefficients, x: number): number {
  let [above, below] = [0, 0];
  for (let i = 7; i >= 0; i--) {
    above = above * x + numerator[i]!;
    below = below * x + denominator[i]!;
  }
  return above / below;
}

/** AS 241's coefficients a and b: |p - 0.5| <= 0.425. */
const CENTRE: Coefficients = [
  [
    3.3871328727963666080, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
    4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3,
  ],
  [
    1, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3, 2.1213794301586595867e4,
    3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3,
  ],
];

/** c and d: the tail down to e^-25. */
const NEAR: Coefficients = [
  [
    1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
    1.27045825245236838258, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
  ],
  [
    1, 2.05319162663775882187, 1.67638483018380384940, 6.89767334985100004550e-1, 1.48103976427480074590e-1,
    1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
  ],
];

/** e and f: beyond. */
const FAR: Coefficients = [
  [
    6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 2.96560571828504891230e-1,
    2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
  ],
  [
    1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2, 7.86869131145613259100e-4,
    1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
  ],
];
