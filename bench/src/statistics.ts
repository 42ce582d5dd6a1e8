/** Medians, since one slow round of a shared machine must not decide, with the raw values beside them. */

export interface Series {
  median: number;
  values: number[];
}

/** NaN for no values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length === 0) return NaN;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** One value per round, and their median; of at most three decimals, since the rest is noise. */
export function series(values: readonly number[]): Series {
  return { median: rounded(median(values)), values: values.map(rounded) };
}

export function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
