/** libs/optim with clocks around sums and Adam. */
import {
  adamStep as step,
  Reducer as RealReducer,
  type OfferResult,
  type GradientSum,
  type TreeNode,
} from '@lockstep/optim';
import { timed } from '../stages.js';

export * from '@lockstep/optim';

export function adamStep(...args: Parameters<typeof step>): void {
  timed('adam', () => step(...args));
}

export class Reducer extends RealReducer {
  override offer(node: TreeNode, gradientSum: GradientSum): OfferResult {
    return timed('add', () => super.offer(node, gradientSum));
  }
}
