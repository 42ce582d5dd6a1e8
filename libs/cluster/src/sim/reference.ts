/**
 * The same training in one loop, without machines, messages or leases: what every simulated cluster has to reproduce bit by
 * bit. The sums follow the definition of the canonical tree by recursion, and share no code with the reducer.
 */
import { adamInitial, adamStep } from '@lockstep/optim';
import { workOf, type DataPlan, type Work } from '../plan.js';
import { StandInModel, standInWeights } from './stand-in-model.js';

export interface Reference {
  /** Weights after each number of updates, as hexadecimal bytes. */
  weights: string[];
  losses: number[];
  testLoss: number;
}

interface Sum {
  vector: number[];
  samples: number;
  lossSum: number;
}

export function referenceRun(plan: DataPlan, totalSteps: number, learningRate: number): Reference {
  const model = new StandInModel(plan);
  const weights = standInWeights(plan.seed);
  const adam = adamInitial(weights.length);
  const history = [bitsOf(weights)];
  const losses: number[] = [];
  for (let version = 0; version < totalSteps; version++) {
    const sum = sumOf(model, workOf(plan, 'train', version), weights);
    const config = { learningRate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
    adamStep(weights, Float32Array.from(sum.vector), sum.samples, adam, config);
    history.push(bitsOf(weights));
    losses.push(sum.lossSum / sum.samples);
  }
  const test = sumOf(model, workOf(plan, 'evaluate', totalSteps), weights);
  return { weights: history, losses, testLoss: test.lossSum / test.samples };
}

export function bitsOf(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('hex');
}

function sumOf(model: StandInModel, work: Work, weights: Float32Array): Sum {
  const add = (first: number, width: number): Sum => {
    if (width === 1) {
      const { vector, samples, lossSum } = model.shard(work, first, weights);
      return { vector: [...vector], samples, lossSum };
    }
    const half = width / 2;
    const left = add(first, half);
    if (first + half >= work.shards) return left;
    const right = add(first + half, half);
    return {
      vector: left.vector.map((value, i) => Math.fround(value + right.vector[i]!)),
      samples: left.samples + right.samples,
      lossSum: Math.fround(left.lossSum + right.lossSum),
    };
  };
  let width = 1;
  while (width < work.shards) width *= 2;
  return add(0, width);
}
