/** Numbers as text. Formatting does not depend on the locale, so equal numbers give equal bytes on every machine. */

/** Formats 1407 as "1,407". */
export function formatCount(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Formats "1 step" and "1,407 steps". */
export function formatQuantity(value: number, singular: string): string {
  return `${formatCount(value)} ${singular}${value === 1 ? '' : 's'}`;
}

/** Four decimals, or three digits of a loss that four decimals would not show. */
export function formatLoss(value: number): string {
  return value >= 0.001 || value === 0 ? value.toFixed(4) : value.toExponential(2);
}

/** Names the weights that made a figure, for its caption. `step` is the number of updates that they contain. */
export function describeWeights(step: number): string {
  return step === 0 ? 'Untrained weights (step 0)' : `Weights after training step ${formatCount(step)}`;
}
