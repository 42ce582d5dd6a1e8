/** Medians, which one slow round of a shared machine does not change, with the raw values. */

export interface Series {
  median: number;
  values: number[];
}

/** The median, or NaN for no values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length === 0) return NaN;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The values of all rounds and their median, rounded to three decimals because more are noise. */
export function series(values: readonly number[]): Series {
  return { median: rounded(median(values)), values: values.map(rounded) };
}

export function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
