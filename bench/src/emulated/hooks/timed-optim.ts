/** libs/optim with its sums and Adam timed. */
import * as optim from '@lockstep/optim';
import { timed, timing } from '../stages.js';

export * from '@lockstep/optim';
export const adamStep = timing('adam', optim.adamStep);

export class Reducer extends optim.Reducer {
  override offer(...args: Parameters<optim.Reducer['offer']>): optim.OfferResult {
    return timed('add', () => super.offer(...args));
  }
}
