/** Numbers and names as readers see them; no locale is consulted, so that equal input gives equal bytes everywhere. */

/** 1407 → "1,407". */
export function formatCount(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** "1 step", "1,407 steps". */
export function formatQuantity(value: number, singular: string): string {
  return `${formatCount(value)} ${singular}${value === 1 ? '' : 's'}`;
}

/** Which weights made the pictures, for a caption. */
export function describeWeights(step: number): string {
  return step === 0 ? 'Untrained weights (step 0)' : `Weights after training step ${formatCount(step)}`;
}
