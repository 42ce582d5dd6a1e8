/**
 * Whether every value is a finite number. x·0 is 0 for every finite x and NaN for every other, so that a sum tells; four of
 * them, since an addition waits for the one before.
 */
export function isFiniteVector(vector: Float32Array): boolean {
  // Each by itself: taken out of an array they would not be known to be numbers, and the loop took four times as long.
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = 0;
  for (; i + 3 < vector.length; i += 4) {
    a += vector[i]! * 0;
    b += vector[i + 1]! * 0;
    c += vector[i + 2]! * 0;
    d += vector[i + 3]! * 0;
  }
  for (; i < vector.length; i++) a += vector[i]! * 0;
  return a + b + c + d === 0;
}
