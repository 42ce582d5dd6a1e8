/**
 * Reports whether every value is finite. The product x·0 is 0 for a finite x and NaN otherwise, so the sum of the products is 0 only
 * if all values are finite. Four independent sums avoid waiting for the previous addition.
 */
export function isFiniteVector(vector: Float32Array): boolean {
  // Separate declarations: with array destructuring, V8 did not infer number types and the loop took four times as long.
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
