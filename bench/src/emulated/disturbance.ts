/** Warns when other programs used the machine. */
import { percent } from '../print.js';

/** The share that an idle machine uses. */
const USUAL_SHARE = 0.05;

/**
 * @param shares share of all cores that other programs used during each measurement
 * @returns a warning, or undefined when the machine was idle
 */
export function disturbance(shares: readonly number[]): string | undefined {
  const most = Math.max(...shares);
  if (!(most > USUAL_SHARE)) return undefined;
  return `other programs used up to ${percent(most)} of the machine's cores, so these numbers are unreliable: measure again on an idle machine`;
}
