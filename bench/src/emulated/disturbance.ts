/** Whether the machine had other things to do. */
import { percent } from '../say.js';

/** What a machine does by itself. */
const USUAL_SHARE = 0.05;

/** @param shares of all cores, of each measurement. @returns a sentence for people when the numbers are only hints */
export function disturbance(shares: readonly number[]): string | undefined {
  const most = Math.max(...shares);
  if (!(most > USUAL_SHARE)) return undefined;
  return `the machine was busy with something else for up to ${percent(most)} of its cores: these numbers are only hints, measure again without it`;
}
