/** The vertical axis of loss.png. */
import { formatCount } from './text.js';

/** The end of the axis wherever it suits the losses, so that figures of most runs can be compared. */
const USUAL_MAX = 0.1;
/** Share of the losses that the axis has to show. The first losses of a run are often many times as large as the rest. */
const SHOWN_SHARE = 0.95;
const INTERVALS = 5;
const MAX_DECIMALS = 6;

export interface LossAxis {
  /** The axis starts at 0. */
  readonly max: number;
  /** Distance between two ticks. */
  readonly step: number;
  readonly label: (value: number) => string;
}

/**
 * Chooses an axis for losses of any scale. It ends at {@link USUAL_MAX} if that is above nearly all losses and at most ten times their
 * median. Otherwise it ends at the smallest of 1, 2 and 5 times a power of ten that is not below nearly all losses.
 */
export function lossAxis(losses: ArrayLike<number>): LossAxis {
  const sorted = Array.from(losses)
    .filter((loss) => Number.isFinite(loss))
    .sort((a, b) => a - b);
  const quantile = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
  const high = quantile(SHOWN_SHARE);
  const isUsual = high === 0 || (high <= USUAL_MAX && quantile(0.5) * 10 >= USUAL_MAX);
  const max = isUsual ? USUAL_MAX : roundUp(high);
  const step = oneDigit(max / INTERVALS);
  return { max, step, label: (value) => formatTick(value, step) };
}

/** Returns the smallest of 1, 2 and 5 times a power of ten that is at least `value`, which is positive. */
function roundUp(value: number): number {
  let power = 1;
  while (power >= value) power /= 10;
  while (power * 10 < value) power *= 10;
  return [1, 2, 5, 10].map((factor) => oneDigit(factor * power)).find((end) => end >= value) ?? value;
}

/** Removes the rounding errors of a number that has one digit. */
function oneDigit(value: number): number {
  return Number(value.toPrecision(1));
}

function formatTick(value: number, step: number): string {
  if (step >= 1) return formatCount(Math.round(value));
  let decimals = 0;
  for (let scaled = step; scaled < 0.95; scaled *= 10) decimals++;
  return decimals <= MAX_DECIMALS ? value.toFixed(decimals) : String(Number(value.toPrecision(2)));
}
